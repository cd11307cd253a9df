import './accounts/members.test.ts'
import './accounts/sessions.test.ts'
