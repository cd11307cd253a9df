/** How the community is found by others: feeds, the sitemap, what robots are told. Above the features that it shows. */
import { defineFeature } from '../feature.ts'
import { feedRoutes } from './feed-routes.ts'
import { robotsRoute } from './robots.ts'
import { sitemapParts } from './sitemap-parts.ts'
import { sitemapRoutes } from './sitemap-routes.ts'

export default defineFeature({
  id: 'discovery',
  consumers: [sitemapParts],
  routes: (scope, parts) => {
    feedRoutes(scope, parts)
    sitemapRoutes(scope, parts)
    robotsRoute(scope, parts)
  },
})
