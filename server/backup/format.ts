/**
 * What a backup is made of (docs/decisions/0048): files with these names, in this order, as a folder or as one `.tar.gz`.
 * The manifest counts all that stands before it and the seal is the manifest's sum, so what has no right seal is not whole.
 */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { OperatorError } from '../core/operator-error.ts'
import { isKey, pathOf } from '../core/storage/storage.ts'

/** Raised when an older Guildhall could no longer read it. */
export const FORMAT = 1

export const HEAD = 'backup.json'
export const SECRETS = 'secrets.json'
export const JOBS = 'jobs.json'
export const MANIFEST = 'manifest.json'
export const SEAL = 'manifest.sha256'

/** The few that are read as a whole. */
export const TEXTS: ReadonlySet<string> = new Set([HEAD, SECRETS, JOBS, MANIFEST, SEAL])

const FILES = 'files/'
const TABLE_PART = /^tables\/((?:\w+\.)?\w+)\/\d{6}\.copy$/

export const fileName = (key: string): string => FILES + pathOf(key)

/** Tables come in parts, as the length of a file must be known before it is written and a table's is not. */
export const partName = (table: string, part: number): string => `tables/${table}/${String(part).padStart(6, '0')}.copy`

/** The key of a stored file by its name in a backup; null for other names. */
export function keyIn(name: string): string | null {
  const key = name.slice(name.lastIndexOf('/') + 1)
  return name.startsWith(FILES) && isKey(key) && fileName(key) === name ? key : null
}

/** The table that a part belongs to; null for other names. */
export const tableIn = (name: string): string | null => TABLE_PART.exec(name)?.[1] ?? null

/** How the seal is written: what `sha256sum --check` reads. */
export const sealOf = (sha256: string): string => `${sha256}  ${MANIFEST}\n`

const Count = Type.Integer({ minimum: 0 })
/** With the schema before it, where that is a plugin's. */
const Name = Type.String({ pattern: '^(\\w+\\.)?\\w+$' })
const Hash = Type.String({ pattern: '^[\\da-f]{64}$' })
const SumShape = { bytes: Count, sha256: Hash }

const HeadShape = Type.Object({
  format: Count,
  /** The version of the Guildhall that wrote it. */
  guildhall: Type.String(),
  createdAt: Type.String(),
  /** The migrations that its database had seen. */
  migrations: Type.Array(Type.Integer()),
})

const ManifestShape = Type.Object({
  ...HeadShape.properties,
  secrets: Type.Union([Type.Object(SumShape), Type.Null()]),
  files: Type.Array(Type.Object({ key: Type.String(), type: Type.String(), ...SumShape })),
  /** Keys of files that rows name and whose bytes were gone. */
  missing: Type.Array(Type.String()),
  tables: Type.Array(
    Type.Object({ name: Name, columns: Type.Array(Type.String()), rows: Count, parts: Count, ...SumShape }),
  ),
  partitions: Type.Array(Type.Object({ name: Name, parent: Name, bound: Type.String() })),
  sequences: Type.Array(Type.Object({ name: Name, value: Type.String({ pattern: '^-?\\d+$' }) })),
  /** What made the tables of each plugin, in order. */
  plugins: Type.Array(
    Type.Object({ plugin: Type.String({ pattern: '^[a-z0-9]+$' }), migrations: Type.Array(Type.String()) }),
  ),
  jobs: Type.Object(SumShape),
})

export type Sum = { readonly bytes: number; readonly sha256: string }
export type Head = Static<typeof HeadShape>
export type Manifest = Static<typeof ManifestShape>
export type TableSum = Manifest['tables'][number]

const isHead = Compile(HeadShape)
const isManifest = Compile(ManifestShape)

/** @throws OperatorError when it is none, or of a format that only newer releases read */
export function parseHead(text: string): Head {
  const head = jsonIn(text)
  if (!isHead.Check(head)) throw new OperatorError(`This is no backup of Guildhall: its ${HEAD} makes no sense`)
  if (head.format > FORMAT)
    throw new OperatorError(
      `The backup was made by a newer Guildhall (${head.guildhall}): restore it with that release`,
    )
  return head
}

/** @throws OperatorError when it is damaged */
export function parseManifest(text: string): Manifest {
  const manifest = jsonIn(text)
  if (!isManifest.Check(manifest)) throw new OperatorError(`The backup is damaged: its ${MANIFEST} makes no sense`)
  return manifest
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
