/** Search: a page, a part of the API, and what is suggested while one types. Which engine looks is the operator's choice. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'search', pages, api })
