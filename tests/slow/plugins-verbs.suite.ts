import '../plugins/verbs.test.ts'
