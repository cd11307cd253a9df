import './browser/editing.test.ts'
