/** What the tests of edits share: who edits, a clock that they set, and what readers see of it. */
import { and, eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { posts } from '../../db/tables/index.ts'
import { changeSettings } from '../../server/core/settings.ts'
import { startApp, type TestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'

export type VersionJson = {
  version: number
  body: string
  title: string | null
  reason: string
  editor: { name: string }
}
export type PostJson = {
  version: number
  editedAt: string | null
  editor: { name: string } | null
  editReason: string
  wiki: boolean
}

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS

export const historyOf = async (client: Client, id: number, query = ''): Promise<VersionJson[]> =>
  (await client.api('GET', `/posts/${id}/history${query}`)).json<{ items: VersionJson[] }>().items

export const postOf = async (client: Client, id: number): Promise<PostJson> =>
  (await client.api('GET', `/posts/${id}`)).json()

export const codeOf = (answer: Answer): string => answer.json<{ code: string }>().code

/** What a reader sees struck and underlined on a page. */
export const changesOn = ({ page }: Answer) => ({
  removed: [...page.querySelectorAll('.diff del')].map(one => one.textContent?.replace(/^Removed: | \(end\)$/g, '')),
  added: [...page.querySelectorAll('.diff ins')].map(one => one.textContent?.replace(/^Added: | \(end\)$/g, '')),
})

export const openingOf = async (app: TestApp, threadId: number): Promise<number> => {
  const [row] = await app.database.db
    .select({ id: posts.id })
    .from(posts)
    .where(and(eq(posts.threadId, threadId), eq(posts.number, 1)))
  if (!row) throw new Error(`thread ${threadId} has no opening post`)
  return row.id
}

/** A forum whose clock stands still until a test says `later`. */
export async function startEditing(t: Test) {
  let now = Date.now()
  const later = (ms: number) => {
    now += ms
  }
  const app = await startApp(t, { now: () => new Date(now) })
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const mo = await app.as(people.mo)
  const set = async (values: Record<string, unknown>) => changeSettings(await app.ctx(people.ada), values)
  const change = (client: Client, id: number, json: Record<string, unknown>) =>
    client.api('PATCH', `/posts/${id}`, json)
  return { app, make, db, mia, noor, mo, set, change, later, clock: () => new Date(now) }
}
