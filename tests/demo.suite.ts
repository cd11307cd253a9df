import './demo/content.test.ts'
import './demo/set-up.test.ts'
import './demo/verb.test.ts'
