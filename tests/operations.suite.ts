import './operations/audit.test.ts'
import './operations/jobs.test.ts'
import './operations/consumers.test.ts'
import './operations/system.test.ts'
