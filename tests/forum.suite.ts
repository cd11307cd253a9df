import './forum/threads.test.ts'
import './forum/api.test.ts'
import './forum/compressed.test.ts'
import './forum/echoes.test.ts'
