/**
 * Pages on which people talk: a thread, and the forms for writing in one. They stand above the features whose parts they
 * show (posts, reactions, bookmarks, tags, …), which know nothing of each other.
 */
import { defineFeature } from '../feature.ts'
import { bestPages } from './best-pages.tsx'
import { threadChannel } from './live.tsx'
import { pages } from './pages.tsx'
import { readingPages, readPicture } from './reading-pages.ts'

export default defineFeature({
  id: 'conversation',
  pages: (routes, host) => {
    pages(routes, host)
    readingPages(routes)
    bestPages(routes)
  },
  routes: readPicture,
  live: (site, refreshes) => [threadChannel(site, refreshes)],
})
