import './plugins/failing.test.ts'
import './plugins/failing-after.test.ts'
import './plugins/failing-calls.test.ts'
import './plugins/failing-kinds.test.ts'
