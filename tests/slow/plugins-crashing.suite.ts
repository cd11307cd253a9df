import '../plugins/crash-loop.test.ts'
