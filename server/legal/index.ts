/** What the community says of privacy, and asks of its members. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'legal', pages, api })
