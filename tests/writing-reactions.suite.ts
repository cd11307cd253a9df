import './writing/reactions.test.ts'
