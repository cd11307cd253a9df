/**
 * An address that names a post only by its number, as quotes, mails and older forums do, leads to that post as one with
 * its id does. From then on it has the id: whoever comes back is where they were.
 */
export function arrive(): void {
  const number = Number(/^\/t\/\d+\/[^/]+\/(\d+)$/.exec(location.pathname)?.[1] ?? 1)
  if (number === 1 || location.hash !== '') return
  const posts = [...document.querySelectorAll<HTMLElement>('.thread > [data-number]')]
  const post = posts.find(one => Number(one.dataset.number) >= number)
  if (post) location.replace(`#${post.id}`)
}
