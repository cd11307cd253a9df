import './forum/threads.test.ts'
import './forum/api.test.ts'
