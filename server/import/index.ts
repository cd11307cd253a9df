import { defineFeature } from '../feature.ts'
import { pages } from './pages.ts'

export default defineFeature({ id: 'import', pages })
