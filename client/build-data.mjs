/** What scripts load as data, in the page's language: `words:fr` are our own sentences, `emoji:fr` the names of emoji. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** Messages that only scripts say; the others come with the page. */
const SAID_BY_SCRIPTS = 'say.'

/** Newer ones show as empty boxes on many devices. */
const NEWEST_EMOJI = 15

/** @type {import('esbuild').Plugin} */
export const words = dataPlugin('words', async locale => {
  const path = fileURLToPath(new URL(`../server/locales/${locale}.json`, import.meta.url))
  const all = Object.entries(JSON.parse(await readFile(path, 'utf8')))
  const said = all.filter(([key]) => key.startsWith(SAID_BY_SCRIPTS))
  return Object.fromEntries(said.map(([key, text]) => [key.slice(SAID_BY_SCRIPTS.length), text]))
})

/** Lines of `character|name|other words`: a third of the size of JSON. @type {import('esbuild').Plugin} */
export const emoji = dataPlugin('emoji', async locale => {
  const read = async path =>
    JSON.parse(await readFile(require.resolve(`emoji-picker-element-data/${path}/data.json`), 'utf8'))
  // What people type is English in any language: `:smile` has become a name.
  const codes = new Map((await read('en/github')).map(one => [one.emoji, one.shortcodes ?? []]))
  const lines = (await read(`${locale}/emojibase`))
    .filter(one => one.version <= NEWEST_EMOJI)
    .map(one => [one.emoji, one.annotation, [...(codes.get(one.emoji) ?? []), ...(one.tags ?? [])].join(' ')].join('|'))
  return lines.join('\n')
})

/** Imports of `<name>:<locale>` become modules of what `load` finds. */
function dataPlugin(name, load) {
  return {
    name,
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${name}:`) }, ({ path }) => ({ path, namespace: name }))
      build.onLoad({ filter: /.*/, namespace: name }, async ({ path }) => ({
        contents: JSON.stringify(await load(path.slice(name.length + 1))),
        loader: 'json',
      }))
    },
  }
}
