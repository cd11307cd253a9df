/** The threads that moved most people in a period: made by a job, a page, a part of the API. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { jobs, schedules } from './make.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'top', jobs, schedules, pages, api })
