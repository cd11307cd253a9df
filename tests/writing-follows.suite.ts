import './writing/follows.test.ts'
