import './discovery/feeds.test.ts'
import './discovery/sitemap.test.ts'
import './discovery/heads.test.ts'
import './discovery/print.test.ts'
