import './doctor/counters.test.ts'
import './doctor/community.test.ts'
