import './writing/cooking-syntax.test.ts'
import './writing/cooking-safety.test.ts'
import './writing/cooking.test.ts'
import './writing/plain-tags.test.ts'
