/**
 * For every route that reads, what to ask it: the addresses to try, and the thing each is about. A page that shows
 * nothing of the community's is asked all the same, for the parts that all pages share. A new route needs a line here.
 */
import { elsewhere, type Thing, type World } from './world.ts'

type Probe = { readonly path: string; readonly subject?: Thing }
export type Ask = (world: Pick<World, 'things' | 'author'>) => readonly Probe[]

const at =
  (...paths: string[]): Ask =>
  () =>
    paths.map(path => ({ path }))

/** Asks about every thing of a kind. */
const each =
  (kind: Thing['kind'], path: (thing: Thing) => string): Ask =>
  ({ things }) =>
    things.filter(thing => thing.kind === kind).map(thing => ({ path: path(thing), subject: thing }))

/** The same for addresses that are a part of a thing: they are in sight at most when it is, and may be refused on their own. */
const around =
  (kind: Thing['kind'], path: (thing: Thing) => string): Ask =>
  world =>
    each(kind, path)(world).map(({ path }) => ({ path }))

const FORMATS = ['rss', 'atom', 'json']

/** The same for the feeds of pages: of several, each in one of the formats, for all are written from the same entries. */
const feeds =
  (pages: Ask): Ask =>
  world => {
    const all = pages(world)
    const formats = (place: number) => (all.length < FORMATS.length ? FORMATS : [FORMATS[place % FORMATS.length]])
    return all.flatMap(({ path }, place) => formats(place).map(format => ({ path: `${path}/feed.${format}` })))
  }

/** Whether a route looks for posts, which one of two engines does. */
export const isSearch = (url: string): boolean => url.includes('/search')

export const PROBES: Readonly<Record<string, Ask>> = {
  '/': at('/'),
  '/latest': at('/latest'),
  '/unread': at('/unread'),
  '/top': at('/top', '/top?period=day', '/top?period=all'),
  '/unanswered': at('/unanswered'),
  '/settings/follows': at('/settings/follows', '/settings/follows?level=mute'),
  '/api/v1/follows': at('/api/v1/follows?limit=100'),
  '/categories': at('/categories'),
  '/c/:slug': each('category', ({ slug }) => `/c/${slug}`),
  '/tags': at('/tags', '/tags?q=zq'),
  '/tags/:slug': around('tag', ({ slug }) => `/tags/${slug}`),
  '/t/:id': each('thread', ({ id }) => `/t/${id}`),
  // A wrong slug redirects, but only who may see the right one.
  '/t/:id/:slug': world => [
    ...each('thread', ({ id, slug }) => `/t/${id}/${slug}`)(world),
    ...each('thread', ({ id }) => `/t/${id}/another`)(world),
  ],
  '/t/:id/:slug/:number': world => [
    ...around('post', ({ threadId, slug, number }) => `/t/${threadId}/${slug}/${number}`)(world),
    ...around('post', ({ id, threadId, slug, number }) => `/t/${threadId}/${slug}/${number}?quote=${id}`)(world),
  ],
  '/t/:id/:slug/best': each('thread', ({ id, slug }) => `/t/${id}/${slug}/best`),
  '/t/:id/:slug/related': world => [
    ...each('thread', ({ id, slug }) => `/t/${id}/${slug}/related`)(world),
    ...each('thread', ({ id }) => `/t/${id}/another/related`)(world),
  ],
  '/t/:id/:slug/unread': each('thread', ({ id, slug }) => `/t/${id}/${slug}/unread`),
  '/threads/:id/read': each('thread', ({ id }) => `/threads/${id}/read?to=1`),
  '/threads/new': world => [
    ...at('/threads/new')(world),
    ...around('category', ({ id }) => `/threads/new?category=${id}`)(world),
  ],
  '/posts/:id/edit': around('post', ({ id }) => `/posts/${id}/edit`),
  '/posts/:id/history': around('post', ({ id }) => `/posts/${id}/history`),
  '/posts/deleted': at('/posts/deleted'),
  '/threads/:id/edit': around('thread', ({ id }) => `/threads/${id}/edit`),
  '/posts/:id/delete': around('post', ({ id }) => `/posts/${id}/delete`),
  '/drafts': at('/drafts'),
  '/bookmarks': at('/bookmarks', '/bookmarks?by=reminder'),
  '/posts/:id/bookmark': around('post', ({ id }) => `/posts/${id}/bookmark`),
  '/posts/:id/reactions': around('post', ({ id }) => `/posts/${id}/reactions`),
  '/notifications': at('/notifications', '/notifications?unread=true'),
  '/m/:name': ({ author }) => [{ path: `/m/${author.name}` }],
  '/m/:name/threads': ({ author }) => [{ path: `/m/${author.name}/threads` }],
  '/m/:name/posts': ({ author }) => [{ path: `/m/${author.name}/posts` }],
  '/m/:name/card': ({ author }) => [{ path: `/m/${author.name}/card` }],

  // Of the bundled plugins.
  '/questions': at('/questions', '/questions?status=open', '/questions?status=answered'),
  '/questions/feed.:format': feeds(at('/questions')),
  '/api/v1/questions/:threadId': around('thread', ({ id }) => `/api/v1/questions/${id}`),
  '/x/polls/:postId/:place': around('post', ({ id }) => `/x/polls/${id}/0`),
  '/x/polls/:postId/:place/results.csv': around('post', ({ id }) => `/x/polls/${id}/0/results.csv`),
  '/api/v1/polls/:postId': each('post', ({ id }) => `/api/v1/polls/${id}`),
  '/api/v1/polls/:postId/:place/ballots': around('post', ({ id }) => `/api/v1/polls/${id}/0/ballots`),

  // Addresses of communities that came in.
  '/t/:slug(^[^/]*[^/0-9][^/]*$)/:source(^\\d+$)': each('thread', ({ id }) => `/t/old/${elsewhere(id)}`),
  '/t/:slug(^[^/]*[^/0-9][^/]*$)/:source(^\\d+$)/:number(^\\d+$)': each(
    'thread',
    ({ id }) => `/t/old/${elsewhere(id)}/1`,
  ),
  '/p/:source(^\\d+$)': each('post', ({ id }) => `/p/${elsewhere(id)}`),
  '/c/:slug/:source(^\\d+$)': each('category', ({ id }) => `/c/old/${elsewhere(id)}`),
  '/c/:parent/:slug/:source(^\\d+$)': each('category', ({ id }) => `/c/old/older/${elsewhere(id)}`),
  '/u/:name': at('/u/nobody'),
  '/u/:name/*': at('/u/nobody/summary'),

  // Made for a visitor, whoever asks: so a place that the viewer sees may have none.
  '/feed.:format': feeds(at('')),
  '/latest/feed.:format': feeds(at('/latest')),
  '/top/feed.:format': feeds(at('/top')),
  '/unanswered/feed.:format': feeds(at('/unanswered')),
  '/c/:slug/feed.:format': feeds(around('category', ({ slug }) => `/c/${slug}`)),
  '/tags/:slug/feed.:format': feeds(around('tag', ({ slug }) => `/tags/${slug}`)),
  '/t/:id/feed.:format': feeds(around('thread', ({ id }) => `/t/${id}`)),
  '/t/:id/:slug/feed.:format': world => [
    ...feeds(around('thread', ({ id, slug }) => `/t/${id}/${slug}`))(world),
    ...feeds(around('thread', ({ id }) => `/t/${id}/another`))(world),
  ],
  '/m/:name/feed.:format': feeds(({ author }) => [{ path: `/m/${author.name}` }]),
  '/sitemap.xml': at('/sitemap.xml'),
  '/sitemap/places.xml': at('/sitemap/places.xml'),
  '/sitemap/threads-:part.xml': at('/sitemap/threads-0.xml'),
  '/sitemap/members-:part.xml': at('/sitemap/members-0.xml'),

  '/api/v1/categories': at('/api/v1/categories'),
  '/api/v1/categories/order': at('/api/v1/categories/order'),
  '/api/v1/categories/:id': each('category', ({ id }) => `/api/v1/categories/${id}`),
  '/api/v1/categories/:id/threads': each('category', ({ id }) => `/api/v1/categories/${id}/threads?limit=100`),
  '/api/v1/threads': at('/api/v1/threads?limit=100'),
  '/api/v1/threads/top': at('/api/v1/threads/top?limit=100', '/api/v1/threads/top?limit=100&period=year'),
  '/api/v1/threads/unanswered': at('/api/v1/threads/unanswered?limit=100'),
  '/api/v1/threads/:id/related': each('thread', ({ id }) => `/api/v1/threads/${id}/related`),
  '/api/v1/unread': at('/api/v1/unread?limit=100'),
  '/api/v1/threads/:id': each('thread', ({ id }) => `/api/v1/threads/${id}`),
  '/api/v1/threads/:id/posts': world => [
    ...each('thread', ({ id }) => `/api/v1/threads/${id}/posts`)(world),
    ...each('thread', ({ id }) => `/api/v1/threads/${id}/posts?before=100`)(world),
  ],
  '/api/v1/posts/:id/history': each('post', ({ id }) => `/api/v1/posts/${id}/history`),
  '/api/v1/posts/:id': each('post', ({ id }) => `/api/v1/posts/${id}`),
  '/api/v1/tags': at('/api/v1/tags?limit=100', '/api/v1/tags?q=zq'),
  '/api/v1/tags/:slug': around('tag', ({ slug }) => `/api/v1/tags/${slug}`),
  '/api/v1/tags/:slug/threads': around('tag', ({ slug }) => `/api/v1/tags/${slug}/threads`),
  '/api/v1/completions': world => [
    ...at(
      '/api/v1/completions?kind=member&q=m',
      '/api/v1/completions?kind=group',
      '/api/v1/completions?kind=tag&q=zq',
    )(world),
    ...around('thread', ({ id }) => `/api/v1/completions?kind=member&thread=${id}`)(world),
  ],
  '/api/v1/threads/similar': world => [
    ...at('/api/v1/threads/similar?title=About')(world),
    ...around('thread', ({ word }) => `/api/v1/threads/similar?title=About+${word}`)(world),
  ],
  '/search': world => [
    ...at(
      '/search',
      '/search?q=about',
      '/search?q=about&per=post&sort=newest',
      '/search?from=2020-01-01&per=post',
    )(world),
    ...around('thread', ({ word, id }) => `/search?q=${word}&thread=${id}`)(world),
    ...around('category', ({ slug }) => `/search?in=${slug}`)(world),
  ],
  '/api/v1/search': world => [
    ...at('/api/v1/search?q=about&per=post&limit=100', '/api/v1/search?from=2020-01-01&per=post&limit=100')(world),
    ...around('post', ({ word }) => `/api/v1/search?q=${word}&per=post`)(world),
    ...around('category', ({ slug }) => `/api/v1/search?in=${slug}`)(world),
    ...around('tag', ({ slug }) => `/api/v1/search?tag=${slug}`)(world),
    ...around('thread', ({ id }) => `/api/v1/search?thread=${id}`)(world),
  ],
  // Beside what is found: how much of it there is where, by whom, and with which tags.
  '/api/v1/search/facets': world => [
    ...at('/api/v1/search/facets?q=about&per=post', '/api/v1/search/facets?from=2020-01-01&sort=oldest')(world),
    ...around('post', ({ word }) => `/api/v1/search/facets?q=${word}&per=post`)(world),
    ...around('category', ({ slug }) => `/api/v1/search/facets?in=${slug}`)(world),
    ...around('tag', ({ slug }) => `/api/v1/search/facets?tag=${slug}`)(world),
  ],
  '/api/v1/search/completions': at(
    '/api/v1/search/completions?operator=in',
    '/api/v1/search/completions?operator=in&q=zq',
    '/api/v1/search/completions?operator=tag',
    '/api/v1/search/completions?operator=tag&q=zq',
    '/api/v1/search/completions?operator=by&q=m',
    '/api/v1/search/completions?operator=is',
  ),
  '/api/v1/members/me/searches': at('/api/v1/members/me/searches'),
  '/api/v1/search/suggestions': world => [
    ...at('/api/v1/search/suggestions?q=ab', '/api/v1/search/suggestions?q=zq')(world),
    ...around('thread', ({ word }) => `/api/v1/search/suggestions?q=${word}`)(world),
  ],
  '/api/v1/drafts': at('/api/v1/drafts'),
  '/api/v1/drafts/:key': world => [
    ...around('thread', ({ id }) => `/api/v1/drafts/reply-${id}`)(world),
    ...around('post', ({ id }) => `/api/v1/drafts/edit-${id}`)(world),
  ],
  '/api/v1/bookmarks': at('/api/v1/bookmarks'),
  '/api/v1/posts/:id/bookmark': around('post', ({ id }) => `/api/v1/posts/${id}/bookmark`),
  '/api/v1/posts/:id/reactions': around('post', ({ id }) => `/api/v1/posts/${id}/reactions`),
  '/api/v1/members': at('/api/v1/members?limit=100'),
  '/api/v1/members/me/exports': at('/api/v1/members/me/exports'),
  '/api/v1/members/:name': ({ author }) => [{ path: `/api/v1/members/${author.name}` }],
  '/api/v1/members/:name/posts': ({ author }) => [{ path: `/api/v1/members/${author.name}/posts?limit=100` }],
  '/api/v1/members/:name/threads': ({ author }) => [{ path: `/api/v1/members/${author.name}/threads?limit=100` }],
  '/api/v1/notifications': at('/api/v1/notifications?limit=100', '/api/v1/notifications?limit=100&unread=true'),
  '/api/v1/notifications/count': at('/api/v1/notifications/count'),
  '/api/v1/notifications/preferences': at('/api/v1/notifications/preferences'),

  // About the viewer, the community as a whole or its keeping: nothing of a category, but every page has the rail.
  '/api': at('/api'),
  '/api/:operation': at('/api/createThread'),
  '/api/v1/openapi.json': at('/api/v1/openapi.json'),
  '/api/v1/session': at('/api/v1/session'),
  '/api/v1/groups': at('/api/v1/groups'),
  '/api/v1/groups/:id/members': at('/api/v1/groups/4/members'),
  '/api/v1/account': at('/api/v1/account'),
  '/api/v1/sessions': at('/api/v1/sessions'),
  '/api/v1/tokens': at('/api/v1/tokens'),
  '/api/v1/uploads': at('/api/v1/uploads'),
  '/api/v1/uploads/:id': at('/api/v1/uploads/1'),
  '/api/v1/settings': at('/api/v1/settings'),
  '/api/v1/permissions': at('/api/v1/permissions'),
  '/api/v1/jobs': at('/api/v1/jobs'),
  '/api/v1/schedules': at('/api/v1/schedules'),
  '/api/v1/consumers': at('/api/v1/consumers'),
  '/api/v1/audit-entries': world => [
    ...at('/api/v1/audit-entries?limit=100')(world),
    ...around('thread', ({ id }) => `/api/v1/audit-entries?targetType=thread&targetId=${id}`)(world),
  ],
  '/api/v1/system': at('/api/v1/system'),
  '/api/v1/access': around('category', ({ id }) => `/api/v1/access?categoryId=${id}`),
  '/api/v1/mails': at('/api/v1/mails'),
  '/api/v1/mails/:id': at('/api/v1/mails/1'),
  '/api/v1/plugins': at('/api/v1/plugins'),
  '/api/v1/plugins/:id': at('/api/v1/plugins/polls'),
  '/api/v1/plugin-bisection': at('/api/v1/plugin-bisection'),
  '/api/v1/plugins/:id/export': at('/api/v1/plugins/polls/export'),
  '/api/v1/webhooks': at('/api/v1/webhooks'),
  '/api/v1/webhooks/:id': at('/api/v1/webhooks/1'),
  '/api/v1/webhooks/:id/deliveries': at('/api/v1/webhooks/1/deliveries'),
  // What is heard there: tests/visibility/live.test.ts.
  '/live': at('/live'),
  '/healthz': at('/healthz'),
  '/metrics': at('/metrics'),
  '/readyz': at('/readyz'),
  '/robots.txt': at('/robots.txt'),
  '/brand-:hash.css': at('/brand-0.css'),
  '/style-:hash.css': at('/style-0.css'),
  '/marks/:mark-:hash': at('/marks/logo-0'),
  '/look.css': at('/look.css?hue=20&vividness=8&roundness=10&brightFill=false&fontDisplay=serif&fontText=system'),
  '/me-:hash.css': at('/me-0.css'),
  // Files in sight of a post, and of whom else not: tests/writing/upload-sight.test.ts
  '/uploads/:key/:file': at('/uploads/AAAAAAAAAAAAAAAAAAAAAA/a.png'),
  '/avatars/:key/:size.webp': at('/avatars/AAAAAAAAAAAAAAAAAAAAAA/96.webp'),
  '/assets/*': at('/assets/manifest.json'),
  '/setup': at('/setup'),
  '/sign-in': at('/sign-in'),
  '/join': at('/join'),
  '/privacy': at('/privacy'),
  '/terms': at('/terms'),
  '/api/v1/legal/:kind': at('/api/v1/legal/privacy'),
  '/api/v1/members/me/consents': at('/api/v1/members/me/consents'),
  '/forgot': at('/forgot'),
  '/reset': at('/reset'),
  '/verify': at('/verify'),
  '/settings/account': at('/settings/account'),
  '/settings/sessions': at('/settings/sessions'),
  '/settings/profile': at('/settings/profile'),
  '/settings/notifications': at('/settings/notifications'),
  '/settings/data': at('/settings/data'),
  // Whose it is: tests/members/takeout.test.ts
  '/settings/data/:id/file': at('/settings/data/1/file'),
  '/settings/erase': at('/settings/erase'),
  '/settings/privacy': at('/settings/privacy'),
  '/settings/preferences': at('/settings/preferences'),
  '/settings/uploads': at('/settings/uploads'),
  '/uploads/new': at('/uploads/new'),
  '/settings/tokens': at('/settings/tokens'),
  '/plugin-assets/:id/:file': at('/plugin-assets/polls/none.js'),
  '/admin': at('/admin'),
  '/admin/settings': at('/admin/settings'),
  '/admin/audit': world => [
    ...at('/admin/audit', '/admin/audit?act=thread.delete')(world),
    ...around('thread', ({ id }) => `/admin/audit?targetType=thread&targetId=${id}`)(world),
  ],
  '/admin/access': around('category', ({ id }) => `/admin/access?category=${id}`),
  '/admin/appearance': at('/admin/appearance'),
  '/admin/categories': at('/admin/categories'),
  '/admin/categories/new': at('/admin/categories/new'),
  '/admin/categories/rights': at('/admin/categories/rights'),
  '/admin/categories/:id': around('category', ({ id }) => `/admin/categories/${id}`),
  '/admin/system': at('/admin/system'),
  '/admin/tags': at('/admin/tags', '/admin/tags?q=zq'),
  '/admin/tags/:id': around('tag', ({ id }) => `/admin/tags/${id}`),
  '/admin/tags/:id/delete': around('tag', ({ id }) => `/admin/tags/${id}/delete`),
  '/admin/groups': at('/admin/groups'),
  '/admin/groups/:id': at('/admin/groups/4'),
  '/admin/members': at('/admin/members', '/admin/members?q=m'),
  '/admin/members/:id': at('/admin/members/3'),
  '/admin/members/:id/merge': at('/admin/members/3/merge'),
  '/admin/members/:id/erase': at('/admin/members/3/erase'),
  '/admin/permissions': at('/admin/permissions'),
  '/admin/plugins': at('/admin/plugins', '/admin/plugins?state=off'),
  '/admin/plugins/:id': at('/admin/plugins/polls'),
  '/admin/plugins/:id/delete': at('/admin/plugins/polls/delete'),
  '/admin/plugins/:id/export': at('/admin/plugins/polls/export'),
  '/admin/jobs': at('/admin/jobs', '/admin/jobs?state=failed'),
  '/admin/outbox': at('/admin/outbox'),
  '/admin/outbox/:id': at('/admin/outbox/1'),
  // Whose webhooks one sees, and what they hear: tests/webhooks/sight.test.ts
  '/admin/webhooks': at('/admin/webhooks'),
  '/admin/webhooks/:id': at('/admin/webhooks/1'),
  '/admin/webhooks/:id/delete': at('/admin/webhooks/1/delete'),
}
