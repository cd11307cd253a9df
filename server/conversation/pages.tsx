import type { PageRoutes } from '../site/routes.ts'
import { editPages } from './edit-pages.tsx'
import { newThreadPages } from './new-thread-pages.tsx'
import { threadPages } from './thread-pages.tsx'

export function pages(routes: PageRoutes): void {
  threadPages(routes)
  newThreadPages(routes)
  editPages(routes)
}
