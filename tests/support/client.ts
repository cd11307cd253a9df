/** The client's build that the tests serve: made when a file of the client changes, by whichever process comes first. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const BUILDS = join(ROOT, '.tap/client')

type Builder = { buildClient(options: { outDir: string }): Promise<unknown> }

let built: Promise<string> | null = null

/** Where it is. */
export function clientFolder(): Promise<string> {
  built ??= build()
  return built
}

async function build(): Promise<string> {
  const name = fingerprint('client', 'server/locales')
  const folder = join(BUILDS, name)
  if (existsSync(folder)) return folder
  const draft = join(BUILDS, `draft-${process.pid}`)
  await mkdir(BUILDS, { recursive: true })
  const builder: Builder = await import(join(ROOT, 'client/build.mjs'))
  await builder.buildClient({ outDir: draft })
  // Another process may have put its own there meanwhile; both hold the same bytes.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }))
  for (const old of await readdir(BUILDS))
    if (isOld(old, name)) await rm(join(BUILDS, old), { recursive: true, force: true })
  return folder
}

const isOld = (folder: string, current: string): boolean => folder !== current && !folder.startsWith('draft-')

/** Changes with any file of these folders: read from names, sizes and times, so it costs next to nothing. */
export function fingerprint(...folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const { mtimeMs, size } = statSync(join(ROOT, folder, name))
      hash.update(`${folder}/${name}:${mtimeMs}:${size};`)
    }
  }
  return hash.digest('hex').slice(0, 16)
}
