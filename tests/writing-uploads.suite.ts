import './writing/uploads.test.ts'
import './writing/avatars.test.ts'
