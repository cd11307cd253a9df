import './writing/notifications.test.ts'
