import './browser/notifications.test.ts'
import './browser/told-by-plugins.test.ts'
