/** What the tests of notifications share: people who follow and read, and what they are told in short. */
import { and, eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { posts } from '../../db/tables/index.ts'
import * as followService from '../../server/follows/service.ts'
import { startApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import type { Thread } from '../support/make.ts'
import { type Person, people } from '../support/people.ts'

export type Told = {
  readonly id: string
  readonly kind: string
  readonly count: number
  readonly actors: readonly { readonly name: string }[]
  readonly thread: { readonly title: string }
  readonly post: { readonly id: string; readonly number: number; readonly url: string }
  readonly position: string
  readonly readAt: string | null
}

/** What a member is told over the API, newest first. */
export async function toldTo(client: Client, query = ''): Promise<Told[]> {
  return (await client.api('GET', `/notifications${query}`)).json<{ items: Told[] }>().items
}

/** In short: `reply 3 noor`, with how many when it is more than one. */
export const inShort = ({ kind, post, count, actors }: Told): string =>
  `${kind} ${post.number} ${actors.map(one => one.name).join('+')}${count > 1 ? ` ×${count}` : ''}`

/** The number on the bell; 0 when there is none. */
export const bellOf = (answer: Answer): number => Number(answer.seen('#bell .dot') ?? 0)

export const pathOf = (thread: Thread, number?: number): string =>
  `/t/${thread.id}/${thread.slug}${number === undefined ? '' : `/${number}`}`

export async function startTelling(t: Test) {
  const app = await startApp(t)
  const { make, database } = app
  const ada = await app.ctx(people.ada)

  const follow = async (
    person: Person,
    kind: 'thread' | 'category' | 'tag',
    id: number,
    level: 'follow' | 'mute' | null = 'follow',
  ) => followService.set(await app.ctx(person), kind === 'tag' ? { kind, slug: String(id) } : { kind, id }, level)
  const openingOf = async (thread: Thread) => {
    const [row] = await database.db
      .select({ id: posts.id })
      .from(posts)
      .where(and(eq(posts.threadId, thread.id), eq(posts.number, 1)))
    return row?.id ?? 0
  }
  const someone = async () => {
    const person = await make.member()
    return { person, client: await app.as(person) }
  }

  /** Says that a member has read a thread up to a number, as their browser does. */
  const reads = async (client: Client, thread: Thread, number: number) =>
    t.equal((await client.api('PUT', `/threads/${thread.id}/read`, { number })).status, 204)
  const shortly = async (client: Client, query?: string) => {
    await app.settled()
    return (await toldTo(client, query)).map(inShort)
  }
  return { app, make, database, ada, follow, openingOf, someone, reads, shortly }
}
