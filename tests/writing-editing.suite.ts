import './writing/editing.test.ts'
import './writing/removal.test.ts'
import './writing/thread-edit.test.ts'
import './writing/diff.test.ts'
