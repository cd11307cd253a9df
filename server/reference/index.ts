import { defineFeature } from '../feature.ts'
import { pages } from './pages.tsx'

export default defineFeature({
  id: 'reference',
  pages,
  routes: scope => {
    scope.get('/api/v1/openapi.json', { schema: { hide: true }, config: { budget: 0, open: true } }, async () =>
      scope.swagger(),
    )
  },
})
