import './browser/views.test.ts'
