import '../plugins/author.test.ts'
