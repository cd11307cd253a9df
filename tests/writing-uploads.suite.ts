import './writing/uploads.test.ts'
import './writing/avatars.test.ts'
import './writing/upload-kinds.test.ts'
import './writing/upload-sending.test.ts'
