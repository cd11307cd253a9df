export { BookmarkPage } from './views/bookmark.tsx'
export { BookmarksPage } from './views/list.tsx'
export { fillSaved, SaveControl } from './views/save.tsx'
