/** Pages that list threads: home, the latest, the unanswered, a category, a tag, the unread. They stand above the features they show. */
import { defineFeature } from '../feature.ts'
import { categoryChannel, latestChannel } from './live.ts'
import { pages } from './pages.tsx'
import { tagPages } from './tag-pages.tsx'
import { unreadPages } from './unread-pages.tsx'

export default defineFeature({
  id: 'lists',
  pages: routes => {
    pages(routes)
    tagPages(routes)
    unreadPages(routes)
  },
  live: () => [latestChannel, categoryChannel],
})
