import './writing/tags.test.ts'
