/** Search: a page, a part of the API, what is suggested while one types, what is kept to be asked again; and the index that the posts are found in. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { consumers, jobs, schedules } from './indexing.ts'
import { pages } from './pages.tsx'
import { savedApi } from './saved-api.ts'

export default defineFeature({
  id: 'search',
  consumers,
  jobs,
  schedules,
  pages,
  api: routes => {
    api(routes)
    savedApi(routes)
  },
})
