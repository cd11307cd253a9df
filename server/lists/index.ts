/** Pages that list threads: home, the latest, a category, a tag. They stand above the features whose parts they show. */
import { defineFeature } from '../feature.ts'
import { pages } from './pages.tsx'
import { tagPages } from './tag-pages.tsx'

export default defineFeature({
  id: 'lists',
  pages: routes => {
    pages(routes)
    tagPages(routes)
  },
})
