/** What members want to hear of, and what never. Who tells them of it is `notifications`; what lists leave out, `threads`. */
import { defineFeature } from '../feature.ts'
import { readMarks } from '../threads/reads.ts'
import { api } from './api.ts'
import { followMerged, followOwn } from './consumers.ts'
import { pages } from './pages.tsx'
import { followRead } from './service.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'follows',
  settings,
  consumers: [followOwn, followMerged],
  pages,
  api,
  open: ctx => readMarks(ctx).followBegun(reads => followRead(ctx, reads)),
})
