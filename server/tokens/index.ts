import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'
import { settings } from './settings.ts'

export default defineFeature({ id: 'tokens', settings, pages, api })
