import '../plugins/tutorial.test.ts'
