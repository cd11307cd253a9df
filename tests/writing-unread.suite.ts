import './writing/unread.test.ts'
import './writing/unread-marks.test.ts'
