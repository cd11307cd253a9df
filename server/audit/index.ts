/** The log of what was done to keep the community (server/core/audit.ts writes it), for who administers. */
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'

export default defineFeature({ id: 'audit', api })
