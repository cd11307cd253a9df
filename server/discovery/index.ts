/** How the community is found by others: feeds, the sitemap, what robots are told. Above the features that it shows. */
import { defineFeature } from '../feature.ts'
import { feedRoutes } from './feed-routes.ts'

export default defineFeature({
  id: 'discovery',
  routes: (scope, parts) => {
    feedRoutes(scope, parts)
  },
})
