import './plugins/admin-commands.test.ts'
import './plugins/bisect.test.ts'
import './plugins/verbs.test.ts'
