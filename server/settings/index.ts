import { defineFeature } from '../feature.ts'
import { api } from './api.ts'

export default defineFeature({ id: 'settings', api })
