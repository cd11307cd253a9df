import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'tokens', pages, api })
