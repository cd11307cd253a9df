import './writing/cooking-syntax.test.ts'
