import './browser/tags.test.ts'
