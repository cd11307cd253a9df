import { GROUP } from '../core/actor.ts'
import { defineFeature } from '../feature.ts'
import { api, filesApi } from './api.ts'
import { avatarApi, avatarFilesApi } from './avatar-api.ts'
import { avatarFilePages, avatarPages } from './avatar-pages.tsx'
import { removeDiscarded } from './keep.ts'
import { discardUnused } from './orphans.ts'
import { filePages, pages } from './pages.tsx'
import { routes } from './routes.ts'
import { settings } from './settings.ts'
import { closeWorkshop } from './workshop.ts'

const NEIGHBOURS = GROUP.trust0 + 1

export default defineFeature({
  id: 'uploads',
  settings,
  permissions: {
    'upload.picture': { default: [GROUP.members] },
    'upload.file': { default: [NEIGHBOURS, GROUP.staff] },
    'avatar.change': { default: [GROUP.members] },
    'avatar.remove': { default: [GROUP.staff] },
  },
  jobs: { 'uploads.removeDiscarded': removeDiscarded, 'uploads.discardUnused': discardUnused },
  schedules: [
    { cron: '*/5 * * * *', job: 'uploads.removeDiscarded' },
    { cron: '25 3 * * *', job: 'uploads.discardUnused' },
  ],
  pages: routes => {
    pages(routes)
    avatarPages(routes)
  },
  api: routes => {
    api(routes)
    avatarApi(routes)
  },
  files: ({ pages, api }) => {
    filePages(pages)
    avatarFilePages(pages)
    filesApi(api)
    avatarFilesApi(api)
  },
  routes,
  close: closeWorkshop,
})
