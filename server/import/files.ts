/** Uploads that come in: their rows before the posts that show them, their bytes at the end. */

import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { uploads } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'
import type { Person } from './people.ts'
import type { UploadRecord } from './records.ts'
import type { Report } from './report.ts'
import type { Survey } from './survey.ts'

const MANY = 500

/** Writes the rows of uploads that are not here yet; their keys stay, and with them their addresses. */
export async function settleUploads(
  ctx: Ctx,
  records: readonly UploadRecord[],
  people: ReadonlyMap<string, Person>,
  report: Report,
): Promise<void> {
  for (const some of partsOf(records, MANY)) {
    const rows = some.flatMap(({ kind: _, authorId, ...row }) => {
      const member = people.get(authorId)
      return member ? [{ ...row, memberId: member.id }] : []
    })
    if (rows.length === 0) continue
    const made = await ctx.db.insert(uploads).values(rows).onConflictDoNothing().returning({ id: uploads.id })
    report.came('uploads', made.length)
  }
}

type File = { readonly key: string; open(): Promise<Readable> }

/** Stores the bytes of the uploads that came in, where they are not stored yet. */
export async function bringFiles(ctx: Ctx, survey: Survey, files: AsyncIterable<File>, report: Report): Promise<void> {
  const types = new Map(
    survey.uploads.flatMap(({ key, type, variants = [] }) => [
      [key, type] as const,
      ...variants.map(variant => [variant.key, variant.format] as const),
    ]),
  )
  const folder = await mkdtemp(join(ctx.host.env.dataDir, 'import-'))
  try {
    for await (const { key, open } of files) {
      const type = types.get(key)
      if (type === undefined) {
        report.leaveOut({ kind: 'left-out', why: 'files that no upload names', name: key })
        continue
      }
      const there = await ctx.host.storage.get(key)
      there?.stream.destroy()
      if (there) continue
      const path = join(folder, 'file')
      await pipeline(await open(), createWriteStream(path, { mode: 0o600 }))
      await ctx.host.storage.put({ key, path, type })
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
