import './browser/jumping.test.ts'
