import '../demo/verb.test.ts'
