/** Builds what browsers load: a script with the parts that it fetches when they are needed, one stylesheet, fonts, icons. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'
import { emoji, words } from './build-data.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const lucide = join(dirname(createRequire(import.meta.url).resolve('lucide-static/package.json')), 'icons')

/** The oldest browsers that get the design; older ones read plain HTML (docs/decisions). */
const TARGET = ['chrome123', 'firefox128', 'safari17.5']

/**
 * Writes everything into `outDir` (emptied first) under names that hold a hash of the content, and `manifest.json`,
 * which maps plain names to those. The same sources always give the same bytes. Returns the manifest.
 * @param {{ outDir: string, dev?: boolean }} options `dev`: readable output with inline source maps
 * @returns {Promise<Record<string, string>>}
 */
export async function buildClient({ outDir, dev = false }) {
  await rm(outDir, { recursive: true, force: true })
  await mkdir(outDir, { recursive: true })
  const bundled = await bundle(outDir, dev)
  const icons = await writeHashed(outDir, 'icons.svg', await sprite())
  const favicon = await writeHashed(outDir, 'favicon.svg', await readFile(join(here, 'icons/favicon.svg'), 'utf8'))
  const manifest = Object.fromEntries([...bundled, icons, favicon].sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeFile(join(outDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
  if (!dev) await compressAll(outDir)
  return manifest
}

const TEXTS = /\.(js|css|svg)$/
/** Nearly as small as the most that Brotli can do, in a tenth of the time. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Beside each text its compressed forms, which the server sends as they are. */
async function compressAll(outDir) {
  const files = (await readdir(outDir)).filter(file => TEXTS.test(file)).map(file => join(outDir, file))
  await Promise.all(
    files.map(async file => {
      const plain = await readFile(file)
      await writeFile(`${file}.br`, await promisify(brotliCompress)(plain, BROTLI))
      await writeFile(`${file}.gz`, await promisify(gzip)(plain, { level: 9 }))
    }),
  )
}

/** @returns {Promise<[string, string][]>} plain name and hashed name of each file that pages name themselves */
async function bundle(outDir, dev) {
  const { metafile } = await build({
    entryPoints: [
      { in: join(here, 'main.ts'), out: 'main' },
      { in: join(here, 'styles/main.css'), out: 'main' },
    ],
    outdir: outDir,
    bundle: true,
    splitting: true,
    format: 'esm',
    plugins: [words, emoji],
    target: TARGET,
    minify: !dev,
    sourcemap: dev ? 'inline' : false,
    legalComments: 'none',
    loader: { '.woff2': 'file' },
    entryNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    metafile: true,
    logLevel: 'error',
  })
  return Object.keys(metafile.outputs)
    .map(path => basename(path))
    .filter(file => !file.startsWith('part-'))
    .map(file => [file.replace(/-[A-Z0-9]{8}(?=\.\w+$)/, ''), file])
}

/** One SVG file with a symbol per icon of icons.json: Lucide's, and our own drawings. */
async function sprite() {
  const icons = JSON.parse(await readFile(join(here, 'icons/icons.json'), 'utf8'))
  const symbols = await Promise.all(
    Object.entries(icons).map(async ([name, source]) => {
      const path = source === 'own' ? join(here, 'icons/own', `${name}.svg`) : join(lucide, `${name}.svg`)
      return symbol(name, await readFile(path, 'utf8'))
    }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`
}

function symbol(name, svg) {
  const [, viewBox, body] = /<svg[^>]*viewBox="([^"]+)"[^>]*>([\s\S]*)<\/svg>/.exec(svg) ?? []
  if (!viewBox || !body) throw new Error(`client/icons: ${name} is not an SVG with a viewBox`)
  return `<symbol id="${name}" viewBox="${viewBox}">${body.trim().replace(/\s*\n\s*/g, '')}</symbol>`
}

/** @returns {Promise<[string, string]>} */
async function writeHashed(outDir, name, text) {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8).toUpperCase()
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`)
  await writeFile(join(outDir, file), text)
  return [name, file]
}
