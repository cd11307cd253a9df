import './import/bulk.test.ts'
import './import/discourse.test.ts'
