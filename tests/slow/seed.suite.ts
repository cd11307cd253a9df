import '../seed/seed.test.ts'
import '../seed/timeline.test.ts'
