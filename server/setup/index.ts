import { defineFeature } from '../feature.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'setup', pages })
