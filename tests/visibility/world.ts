/** Everything that one may see and another may not, and everyone who might look. Each thing carries a word found nowhere else. */
import { eq, sql } from 'drizzle-orm'
import { imports, members, notifications, posts, threads } from '../../db/tables/index.ts'
import * as categoryService from '../../server/categories/service.ts'
import { GROUP, memberActor, VISITOR } from '../../server/core/actor.ts'
import type { Ctx } from '../../server/core/context.ts'
import { emit } from '../../server/core/events/emit.ts'
import { transaction } from '../../server/core/transaction.ts'
import * as groups from '../../server/groups/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { find } from '../../server/tags/queries.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import * as tokens from '../../server/tokens/service.ts'
import type { TestApp } from '../support/app.ts'
import type { Answer, Client } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

/** A thing to look for: `word` is in its name, title or text, and so in its slug. Each thread has a tag of its own. */
export type Thing = {
  readonly kind: 'category' | 'thread' | 'post' | 'tag'
  readonly id: number
  readonly word: string
  readonly slug: string
  /** Of posts and tags: where they stand. */
  readonly threadId: number
  readonly number: number
}

export type Viewer = {
  readonly name: string
  readonly ctx: Ctx
  readonly client: Client
  readonly person: Person | null
}

/** What a thing was called in the community that it came from. */
export const elsewhere = (id: number): number => 9_000_000 + id

export type World = {
  readonly things: readonly Thing[]
  readonly viewers: readonly Viewer[]
  readonly author: Person
}

/** @param app one with the bundled plugins: there are polls and questions in it */
export async function buildWorld(app: TestApp): Promise<World> {
  const { make } = app
  const system = await app.ctx()
  const things: Thing[] = []
  let words = 0
  // So long that no random key in a page holds one by chance: a form's key did.
  const newWord = () => `zqword${(++words).toString(36).padStart(2, '0')}wordx`

  const inner = await make.group()
  const keepers = await make.group()
  const put = async (group: { id: number }, person: Person) =>
    groups.addMember(await app.ctx(people.ada), { groupId: group.id, memberId: person.id })
  // Writes everything below: sees all categories, moderates none.
  const author = await make.member()
  const insider = await make.member()
  const keeper = await make.member()
  await put(inner, author)
  await put(inner, insider)
  await put(keepers, keeper)
  // Trust is earned by no verb yet.
  for (const { id } of [author, insider])
    await system.db.update(members).set({ trustLevel: 3 }).where(eq(members.id, id))

  const category = async (see: readonly number[], more: { moderate?: readonly number[]; parentId?: number } = {}) => {
    const word = newWord()
    const { moderate = [], ...place } = more
    const made = await make.category({ ...place, name: word, rights: { see, reply: see, create: see, moderate } })
    things.push({ kind: 'category', id: made.id, word, slug: made.slug, threadId: 0, number: 0 })
    return made
  }
  const open = await category([GROUP.everyone])
  const places = [
    open,
    await category([GROUP.members]),
    await category([GROUP.trust0 + 2]),
    await category([inner.id]),
    await category([GROUP.everyone], { moderate: [keepers.id] }),
    await category([inner.id], { parentId: open.id }),
    await category([inner.id], { moderate: [GROUP.moderators] }),
  ]
  // Nobody but administrators; the author's things were written before it closed.
  const closed = await category([GROUP.members])
  places.push(closed)

  const votes = await app.as(author)
  const keeps = await app.as(people.ada)
  for (const [place, { id: categoryId }] of places.entries()) {
    // Half of them hold questions.
    const kind = place % 3 === 1 || place === 5 ? 'question' : undefined
    for (const state of ['plain', 'hidden', 'deleted', 'taken back'] as const) {
      const [titleWord, bodyWord, tagWord] = [newWord(), newWord(), newWord()]
      const thread = await make.thread({
        by: author,
        categoryId,
        title: `About ${titleWord}`,
        body: `Words ${bodyWord}`,
        tags: [tagWord],
        kind,
      })
      const at = { slug: thread.slug, threadId: thread.id }
      things.push({ kind: 'thread', id: thread.id, word: titleWord, ...at, number: 1 })
      const { id: tagId } = await find(await app.ctx(people.ada), tagWord)
      things.push({ kind: 'tag', id: tagId, word: tagWord, slug: tagWord, threadId: thread.id, number: 1 })
      const { id: openingId } = await openingOf(system, thread.id)
      things.push({ kind: 'post', id: openingId, word: bodyWord, ...at, number: 1 })
      for (const postState of state === 'plain' ? (['plain', 'hidden', 'deleted', 'taken back'] as const) : []) {
        const word = newWord()
        const body = `A reply with ${word}\n\n:::poll named\nWhich?\n\n- ${word}\n- Another\n:::`
        const post = await make.post({ by: author, threadId: thread.id, body })
        things.push({ kind: 'post', id: post.id, word, ...at, number: post.number })
        await done(votes.api('PUT', `/polls/${post.id}/0/ballot`, { choice: [0] }))
        if (kind) await done(keeps.api('PUT', `/questions/${thread.id}/verified/${post.id}`))
        if (kind && postState === 'plain') await done(votes.api('PUT', `/questions/${thread.id}/accepted/${post.id}`))
        // Hiding is moderation's verb, which comes later; sight must be right before.
        if (postState === 'hidden')
          await system.db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, post.id))
        if (postState === 'deleted') await postRemoval.remove(await app.ctx(people.ada), { id: post.id })
        if (postState === 'taken back') await postRemoval.remove(await app.ctx(author), { id: post.id })
      }
      // As its verb will, it says so: the counts of tags follow.
      if (state === 'hidden')
        await transaction(system, async ctx => {
          await ctx.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, thread.id))
          emit(ctx, 'thread.edited', { threadId: thread.id, categoryId: thread.categoryId })
        })
      if (state === 'deleted') await threadRemoval.remove(await app.ctx(people.ada), { id: thread.id })
      if (state === 'taken back') await threadRemoval.remove(await app.ctx(author), { id: thread.id })
    }
  }
  const rights = { see: [GROUP.administrators], reply: [], create: [], moderate: [] }
  await categoryService.change(await app.ctx(people.ada), { id: closed.id, rights })
  // As if all of it had come in from elsewhere, under other numbers.
  for (const { kind, id } of things) {
    if (kind === 'tag') continue
    const sourceId = String(elsewhere(id))
    await system.db.insert(imports).values({ source: 'elsewhere.example', kind, sourceId, targetId: id })
  }
  await app.settled()
  await worthShowing(system)
  const toTell = [author, insider, keeper, people.ada, people.mo, people.mia, people.noor]
  for (const { id } of toTell) await tellAll(system, id, things)

  const { token } = await tokens.create(await app.ctx(people.ada), { name: 'A program', scopes: ['read', 'write'] })
  const program: Viewer = {
    name: 'a program of an administrator, without their powers',
    person: people.ada,
    ctx: await app.ctx(memberActor({ ...people.ada, trustLevel: 0, verified: true, joined: [] })),
    client: app.visitor({ authorization: `Bearer ${token}` }),
  }
  const viewer = async (name: string, person: Person | null): Promise<Viewer> => ({
    name,
    person,
    ctx: await app.ctx(person ?? VISITOR),
    client: person ? await app.as(person) : app.visitor(),
  })
  return {
    things,
    author,
    // The author comes first: what is cached for their class must not carry what only they may see to the next.
    viewers: [
      await viewer('the author', author),
      await viewer('who has the same rights as the author', insider),
      await viewer('an administrator', people.ada),
      await viewer('a moderator', people.mo),
      program,
      await viewer('who moderates one category', keeper),
      await viewer('a regular', people.mia),
      await viewer('a newcomer', people.noor),
      await viewer('a visitor', null),
    ],
  }
}

/** What they were told while they saw everything: of each post once, read, and of a reaction to it, unread. */
async function tellAll(ctx: Ctx, memberId: number, things: readonly Thing[]): Promise<void> {
  const at = new Date()
  const rows = things
    .filter(({ kind }) => kind === 'post')
    .flatMap(({ id: postId, threadId, number }) => {
      const about = { memberId, postId, threadId, lastNumber: number, position: 1, createdAt: at, updatedAt: at }
      return [
        { ...about, kind: 'mention' as const, groupKey: `post-${postId}`, readAt: at },
        { ...about, kind: 'reminder' as const, groupKey: `reminder-${postId}` },
      ]
    })
  await ctx.db.insert(notifications).values(rows)
}

/** As if every thread moved people, and were like every other: what is worked out for all is told to who may see it. */
async function worthShowing({ db }: Ctx): Promise<void> {
  await db.execute(sql`
    insert into top_threads (period, thread_id, score)
    select period, id, id from threads, unnest(array['day', 'week', 'month', 'quarter', 'year', 'all']) period
    on conflict do nothing`)
  // Else the schedule may come and make it.
  await db.execute(sql`
    insert into top_periods (period, made_at) select distinct period, now() + interval '1 hour' from top_threads
    on conflict (period) do update set made_at = excluded.made_at`)
  await db.execute(sql`
    insert into related_threads (thread_id, other_id, score, why, words)
    select t.id, o.id, 1.0 / (1 + abs(t.id - o.id)), 'tags', '{}' from threads t join threads o on o.id <> t.id
    on conflict do nothing`)
}

async function done(asked: Promise<Answer>): Promise<void> {
  const { status, text } = await asked
  if (status >= 300) throw new Error(`${status}: ${text}`)
}

async function openingOf(ctx: Ctx, threadId: number): Promise<{ id: number }> {
  const [row] = await ctx.db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, threadId))
  if (!row) throw new Error(`thread ${threadId} has no post`)
  return row
}
