import './plugins/failing.test.ts'
import './plugins/host.test.ts'
