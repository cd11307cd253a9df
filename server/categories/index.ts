import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './api.ts'
import { categoryTree } from './tree.ts'

export default defineFeature({
  id: 'categories',
  permissions: { 'category.manage': { default: [GROUP.administrators] } },
  caches: [categoryTree],
  api,
})
