import './demo/content.test.ts'
import './demo/set-up.test.ts'
