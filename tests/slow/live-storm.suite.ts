import '../live/catch-up.test.ts'
import '../live/storm.test.ts'
import '../live/example.test.ts'
