import './import/bulk.test.ts'
