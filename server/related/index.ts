/** Threads that are like a thread: worked out by a job, shown under it, a part of the API. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { consumers } from './follow.ts'
import { jobs, schedules } from './make.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'related', consumers, jobs, schedules, pages, api })
