import './browser/journeys.test.ts'
import './browser/related.test.ts'
import './browser/unread.test.ts'
import './browser/weight.test.ts'
