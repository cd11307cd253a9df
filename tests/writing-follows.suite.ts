import './writing/follows.test.ts'
import './writing/follows-within.test.ts'
import './writing/follows-auto.test.ts'
