import './browser/unread.test.ts'
