import './plugins/admin.test.ts'
import './plugins/host.test.ts'
import './plugins/kinds.test.ts'
import './plugins/notifications.test.ts'
