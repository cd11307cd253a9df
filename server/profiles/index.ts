/** A member as others meet them: above members and posts, as it shows what somebody wrote. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'profiles', pages, api })
