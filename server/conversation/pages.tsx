import type { Host } from '../core/context.ts'
import type { PageRoutes } from '../site/routes.ts'
import { editPages } from './edit-pages.tsx'
import { historyPages } from './history-pages.tsx'
import { newThreadPages } from './new-thread-pages.tsx'
import { removalPages } from './removal-pages.tsx'
import { threadEditPages } from './thread-edit-pages.tsx'
import { threadPages } from './thread-pages.tsx'

export function pages(routes: PageRoutes, host: Host): void {
  threadPages(routes)
  newThreadPages(routes, host)
  editPages(routes)
  historyPages(routes)
  removalPages(routes)
  threadEditPages(routes, host)
}
