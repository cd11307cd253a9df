import { defineFeature } from '../feature.ts'

export default defineFeature({ id: 'uploads' })
