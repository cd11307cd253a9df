import './visibility/visibility.test.ts'
import './visibility/post-counts.test.ts'
import './visibility/live.test.ts'
