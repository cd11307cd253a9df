/** The import arrows of CONTRIBUTING.md: who may import whom. Paths are from the project's root. */
import type { Check } from './run.ts'
import { type Import, importsOf, sourceFiles } from './sources.ts'

type Source = { readonly path: string; readonly imports: readonly Import[] }
type Arrow = { readonly says: string; readonly breaks: (from: string, target: Import) => boolean }

const isTest = (path: string) => /(^|\/)tests\//.test(path)
const isOurs = (path: string) => /^(server|client|db|plugins|tests)\//.test(path)
const pluginOf = (path: string) => /^plugins\/[^/]+\//.exec(path)?.[0]

/** Folders of server/ that are layers, not features of a forum. */
const LAYERS = new Set(['core', 'site', 'plugins', 'cli', 'locales', 'testing'])

/** The feature (or layer) that a file belongs to; undefined for files right under server/ and for everything else. */
const folderOf = (path: string) => /^server\/([^/]+)\//.exec(path)?.[1]
const isFeature = (folder: string | undefined) => folder !== undefined && !LAYERS.has(folder)

/** What plugins may import. */
const PUBLISHED = new Set(['server/plugins/api.ts', 'client/plugin.ts'])

const ARROWS: readonly Arrow[] = [
  {
    says: 'core knows nothing of features, pages or the app',
    breaks: (from, { target }) =>
      from.startsWith('server/core/') && target.startsWith('server/') && !/^server\/(core|locales)\//.test(target),
  },
  {
    // The rail lists the categories in sight, and the class of a cached page is made of their rights.
    says: 'site is shared by features and knows none of them but the tree of categories',
    breaks: (from, { target }) =>
      folderOf(from) === 'site' && isFeature(folderOf(target)) && target !== 'server/categories/tree.ts',
  },
  {
    // Shared with the browser: how a time is worded, and which icons there are.
    says: 'the server imports nothing of plugins and tests, and of the client only client/lib and the list of icons',
    breaks: (from, { target }) =>
      from.startsWith('server/') &&
      /^(client|plugins|tests)\//.test(target) &&
      !/^client\/(lib\/|icons\/icons\.json$)/.test(target),
  },
  {
    says: 'the client imports nothing of the server but types',
    breaks: (from, { target, typeOnly }) =>
      from.startsWith('client/') && isOurs(target) && !target.startsWith('client/') && !typeOnly,
  },
  {
    says: 'tables import nothing of the server',
    breaks: (from, { target }) => from.startsWith('db/tables/') && isOurs(target) && !target.startsWith('db/tables/'),
  },
  {
    says: 'a plugin imports its own files, server/plugins/api.ts and client/plugin.ts only',
    breaks: (from, { target }) => {
      const own = pluginOf(from)
      return own !== undefined && !target.startsWith(own) && isOurs(target) && !PUBLISHED.has(target)
    },
  },
  {
    says: 'only server/auth/sessions.ts knows lucia',
    breaks: (from, { target }) => target === 'lucia' && from !== 'server/auth/sessions.ts',
  },
  {
    says: 'the app is imported by what starts it, not by what it is made of',
    breaks: (from, { target }) => /^server\/(app|main)\.ts$/.test(target) && isFeature(folderOf(from)),
  },
]

export const arrows: Check = () => {
  const sources = sourceFiles('server', 'client', 'db', 'plugins')
    .filter(path => !isTest(path))
    .map(path => ({ path, imports: importsOf(path) }))
  return findBrokenArrows(sources)
}

/** One line per import that goes against an arrow, and per circle of features. */
export function findBrokenArrows(sources: readonly Source[]): string[] {
  const broken = sources.flatMap(({ path, imports }) =>
    imports.flatMap(one =>
      ARROWS.filter(arrow => arrow.breaks(path, one)).map(
        arrow => `${path}:${one.line}: imports ${one.target}, but ${arrow.says}`,
      ),
    ),
  )
  return [...broken, ...findCircles(sources)]
}

/** Circles among features, by what they load (types alone load nothing): each is told once, with the imports that make it. */
function findCircles(sources: readonly Source[]): string[] {
  const edges = new Map<string, Map<string, string>>()
  for (const { path, imports } of sources) {
    const from = folderOf(path)
    if (!isFeature(from) || from === undefined) continue
    for (const { target, typeOnly, line } of imports) {
      const to = folderOf(target)
      if (typeOnly || !isFeature(to) || to === undefined || to === from) continue
      const out = edges.get(from) ?? new Map<string, string>()
      edges.set(from, out.set(to, out.get(to) ?? `${path}:${line} → ${target}`))
    }
  }
  const circles = new Map<string, string>()
  const walk = (trail: string[]) => {
    const here = trail[trail.length - 1] ?? ''
    for (const next of edges.get(here)?.keys() ?? []) {
      const start = trail.indexOf(next)
      if (start < 0) walk([...trail, next])
      else tell(trail.slice(start))
    }
  }
  const tell = (ring: string[]) => {
    const key = [...ring].sort().join()
    const reasons = ring.map((from, index) => edges.get(from)?.get(ring[(index + 1) % ring.length] ?? ''))
    if (!circles.has(key)) {
      circles.set(key, `features in a circle: ${[...ring, ring[0]].join(' → ')}\n    ${reasons.join('\n    ')}`)
    }
  }
  for (const feature of edges.keys()) walk([feature])
  return [...circles.values()]
}
