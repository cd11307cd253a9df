/** Plugins: which there are, and switching them on and off. What they do is in each of them (feature-of.tsx). */
import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api } from './admin-api.ts'
import { bisectApi } from './bisect-api.ts'
import { exportRoute } from './export.ts'
import { serveClientFiles } from './files.ts'
import { pluginsOf } from './registry.ts'
import { settings } from './settings.ts'

export default defineFeature({
  id: 'plugins',
  settings,
  permissions: { 'plugin.manage': { default: [GROUP.administrators] } },
  api: routes => {
    api(routes)
    bisectApi(routes)
  },
  routes: (scope, { context }) => {
    serveClientFiles(scope, pluginsOf(context().host))
    exportRoute(scope)
  },
})
