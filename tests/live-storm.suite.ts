import './live/catch-up.test.ts'
import './live/storm.test.ts'
