import './live/thread.test.ts'
import './live/lists.test.ts'
import './live/presence.test.ts'
