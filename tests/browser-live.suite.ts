import './browser/live.test.ts'
import './browser/live-agrees.test.ts'
import './browser/plugins-people.test.ts'
import './browser/presence.test.ts'
