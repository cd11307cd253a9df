import './browser/swap.test.ts'
import './browser/reactions.test.ts'
import './browser/bookmarks.test.ts'
