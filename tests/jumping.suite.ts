import './forum/view-counts.test.ts'
import './forum/jumping.test.ts'
