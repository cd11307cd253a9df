import './discovery/feeds.test.ts'
