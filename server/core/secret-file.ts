/** The installation's own secrets: made at the first start, kept in the data folder, readable by its account only. */
import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, fileTrouble, OperatorError } from './operator-error.ts'

export type Secrets = {
  /** 256 bits in base64url: signs what leaves the server and comes back. */
  readonly key: string
}

/**
 * Reads `<dataDir>/secrets.json`, making it (and the folder) when it is missing.
 * @throws OperatorError when it cannot be read or written, or is damaged: a new key would break every signed link.
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const path = join(dataDir, 'secrets.json')
  try {
    const text = await readFile(path, 'utf8').catch(error => {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    })
    if (text === null) return await create(path)
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o600)
    return parse(text, path)
  } catch (error) {
    throw fileTrouble(error, path)
  }
}

async function create(path: string): Promise<Secrets> {
  await mkdir(dirname(path), { recursive: true })
  const secrets: Secrets = { key: randomBytes(32).toString('base64url') }
  const temporary = `${path}.${process.pid}`
  const file = await open(temporary, 'w', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(secrets, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  try {
    // Unlike rename, link refuses to replace what another process made in the same moment.
    await link(temporary, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return parse(await readFile(path, 'utf8'), path)
    // A file system without links.
    await rename(temporary, path)
  } finally {
    await rm(temporary, { force: true })
  }
  return secrets
}

function parse(text: string, path: string): Secrets {
  let key: unknown
  try {
    key = (JSON.parse(text) as Partial<Secrets>).key
  } catch {
    // Told below.
  }
  if (typeof key === 'string' && Buffer.from(key, 'base64url').length >= 32) return { key }
  throw new OperatorError(`${path} is damaged: bring it back from a backup`)
}
