import './plugins/admin-commands.test.ts'
import './plugins/bisect.test.ts'
