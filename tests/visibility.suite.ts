import './visibility/visibility.test.ts'
import './visibility/post-counts.test.ts'
