import './writing/unread.test.ts'
