import './writing/uploads.test.ts'
