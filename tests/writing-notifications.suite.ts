import './writing/notifications.test.ts'
import './writing/notifications-exact.test.ts'
import './writing/notifications-restored.test.ts'
