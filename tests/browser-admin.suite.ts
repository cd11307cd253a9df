import './browser/look.test.ts'
