/** What members want to hear of, and what never. Who tells them of it is `notifications`; what lists leave out, `threads`. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { followMerged, followOwn } from './consumers.ts'
import { pages } from './pages.tsx'
import { settings } from './settings.ts'

export default defineFeature({ id: 'follows', settings, consumers: [followOwn, followMerged], pages, api })
