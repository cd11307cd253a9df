import './operations/jobs.test.ts'
import './operations/consumers.test.ts'
