/** Where an address of the API leads on this site, which may be reached by another name than the one that it calls itself. */
export function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url)
  return pathname + search + hash
}
