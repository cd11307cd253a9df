/** Makes the file: a folder of JSON and the sent files, packed as one `.tar.gz`, kept for some days. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { asc, eq, sql } from 'drizzle-orm'
import { type Pack, pack } from 'tar-stream'
import { dataExports, members, uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { isLocale, translator } from '../core/i18n.ts'
import { plainName, render } from '../core/mail/letter.tsx'
import { queue } from '../core/mail/queue.ts'
import { transaction } from '../core/transaction.ts'
import { readLines } from '../export/lines.ts'
import { keepUntil } from '../uploads/keep.ts'
import { incomingFolder } from '../uploads/service.ts'
import { PARTS } from './parts.ts'

const KEPT_MS = 7 * 24 * 60 * 60 * 1000
const ENDING = '.tar.gz'

/** Job `takeout.make`. One that is made already, or whose member has gone, is left as it is. */
export async function make(ctx: Ctx, payload: unknown, signal: AbortSignal): Promise<void> {
  const [row] = await ctx.db
    .select({ id: dataExports.id, memberId: dataExports.memberId, madeAt: dataExports.madeAt })
    .from(dataExports)
    .where(eq(dataExports.id, Number(Object(payload).id)))
  if (!row || row.madeAt) return
  const under = incomingFolder(ctx)
  await mkdir(under, { recursive: true })
  const folder = await mkdtemp(join(under, 'takeout-'))
  try {
    const path = join(folder, `data${ENDING}`)
    await writeArchive(ctx, row.memberId, { folder, path, signal })
    const { size: bytes } = await stat(path)
    const expiresAt = new Date(ctx.now().getTime() + KEPT_MS)
    const key = await keepUntil(ctx, { path, ending: ENDING, type: 'application/gzip', until: expiresAt })
    await transaction(ctx, async ctx => {
      const made = { madeAt: ctx.now(), expiresAt, key, bytes }
      await ctx.db.update(dataExports).set(made).where(eq(dataExports.id, row.id))
      await tell(ctx, row.id)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Place = { readonly folder: string; readonly path: string; readonly signal: AbortSignal }

async function writeArchive(ctx: Ctx, memberId: number, { folder, path, signal }: Place): Promise<void> {
  const archive = pack()
  const written = pipeline(Readable.from(archive), createGzip(), createWriteStream(path, { mode: 0o600 }))
  // What breaks off is told below.
  written.catch(() => {})
  try {
    await ctx.db.transaction(
      async db => {
        for (const { name, says, from } of PARTS) {
          signal.throwIfAborted()
          const file = join(folder, `${name}.json`)
          const rows = sql`select json_build_object(${says})::text as line from ${from(memberId)}`
          await writeArray({ ...ctx, db }, file, rows)
          await addFile(archive, `${name}.json`, file)
        }
      },
      { isolationLevel: 'repeatable read', accessMode: 'read only' },
    )
    await addUploads(ctx, archive, memberId, signal)
    archive.finalize()
  } catch (error) {
    archive.destroy()
    throw error
  }
  await written
}

async function writeArray(ctx: Ctx, path: string, rows: Parameters<typeof readLines>[1]): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    let before = '[\n'
    await readLines(ctx.db, rows, async lines => {
      await file.write(before + lines.join(',\n'))
      before = ',\n'
    })
    await file.write(before === ',\n' ? '\n]\n' : '[]\n')
  } finally {
    await file.close()
  }
}

async function addFile(archive: Pack, name: string, path: string): Promise<void> {
  const { size } = await stat(path)
  await pipeline(createReadStream(path), archive.entry({ name, size, mode: 0o600 }))
}

/** Files as they are stored: of faces the largest size, as no more is kept. What is missing is left out. */
async function addUploads(ctx: Ctx, archive: Pack, memberId: number, signal: AbortSignal): Promise<void> {
  const rows = await ctx.db.select().from(uploads).where(eq(uploads.memberId, memberId)).orderBy(asc(uploads.id))
  for (const { key, name, purpose, bytes, variants } of rows) {
    signal.throwIfAborted()
    const [largest] = variants.toSorted((a, b) => b.width - a.width)
    const sizes = variants.reduce((sum, one) => sum + one.bytes, 0)
    const stored = purpose === 'post' ? { key, bytes: bytes - sizes } : largest
    const found = stored && (await ctx.host.storage.get(stored.key))
    if (!stored || !found) continue
    const entry = archive.entry({ name: `files/${key}-${name}`, size: found.bytes ?? stored.bytes, mode: 0o600 })
    await pipeline(found.stream, entry)
  }
}

/** To whoever asked, where their address is known to be theirs. */
async function tell(ctx: Ctx, id: number): Promise<void> {
  const [member] = await ctx.db
    .select({ name: members.name, email: members.email, locale: members.locale, verifiedAt: members.emailVerifiedAt })
    .from(dataExports)
    .innerJoin(members, eq(members.id, dataExports.askedById))
    .where(eq(dataExports.id, id))
  if (!member?.verifiedAt) return
  const locale = isLocale(member.locale) ? member.locale : ctx.setting('site.locale')
  const t = translator(locale)
  const community = ctx.setting('site.name')
  const values = { community, name: plainName(member.name) }
  const letter = render({
    locale,
    community,
    subject: t('mail.takeout.subject', values),
    paragraphs: [t('mail.greeting', values), t('mail.takeout.text', values)],
    action: { label: t('mail.takeout.action', values), url: new URL('/settings/data', ctx.host.env.publicUrl).href },
    reason: t('mail.account.reason', values),
  })
  await queue(ctx, { to: member.email, letter })
}
