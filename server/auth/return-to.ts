/** Where to lead people after signing in: what the request says, as long as it stays on this site. */

const MAX_LENGTH = 2000

/** The path itself, or the home page for whatever a browser might read as another site's address. */
export function safeReturn(path: string | undefined): string {
  if (path === undefined || path.length > MAX_LENGTH || !/^\/(?![/\\])[^\\\p{C}]*$/u.test(path)) return '/'
  try {
    decodeURI(path)
  } catch {
    return '/'
  }
  return path
}
