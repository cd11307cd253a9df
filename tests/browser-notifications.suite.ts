import './browser/notifications.test.ts'
