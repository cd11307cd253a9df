import './browser/settings.test.ts'
