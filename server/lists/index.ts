/** Pages that list threads: home, the latest, a category. They stand above the features whose parts they show. */
import { defineFeature } from '../feature.ts'
import { pages } from './pages.tsx'

export default defineFeature({ id: 'lists', pages })
