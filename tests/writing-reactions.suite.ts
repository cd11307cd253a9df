import './writing/reactions.test.ts'
import './writing/bookmarks.test.ts'
