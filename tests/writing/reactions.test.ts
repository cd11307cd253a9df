/** Reactions as people and programs use them, over HTTP, without scripts. */
import { and, asc, eq } from 'drizzle-orm'
import t from 'tap'
import { domainEvents, members, posts, reactions, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { grant } from '../../server/core/permissions.ts'
import { changeSettings } from '../../server/core/settings.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { chance } from '../support/chance.ts'
import { still } from '../support/clock.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

type Summary = { postId: string; reactions: { key: string; count: number; mine: boolean }[] }
type Listed = { items: { key: string; member: { name: string }; at: string }[]; nextCursor: string | null }

/** A thread by mia, its address, and the id of its opening post. */
async function openThread({ make, database }: TestApp, given: { categoryId?: number } = {}) {
  const thread = await make.thread({ by: people.mia, ...given })
  const [post] = await database.db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, thread.id))
  if (!post) throw new Error('a thread without a post')
  return { ...thread, path: `/t/${thread.id}/${thread.slug}`, postId: post.id }
}

/** What a member sees of a post's reactions: `heart 2` for each, with a star at their own. */
const barOf = ({ page }: Answer, postId: number): string[] =>
  [...page.querySelectorAll(`#post-${postId}-reactions form button.react`)].map(button => {
    const mine = button.getAttribute('aria-pressed') === 'true'
    return `${button.getAttribute('value')} ${button.textContent?.trim()}${mine ? ' *' : ''}`
  })

t.test('reactions', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const stranger = await make.member()
  const sam = await app.as(stranger)
  const count = (postId: number) => db.$count(reactions, eq(reactions.postId, postId))

  t.test(
    'what is one member’s own is shown to nobody else of their class, however often the page was kept',
    async t => {
      const { path, postId } = await openThread(app)
      for (const reader of [noor, sam]) for (let times = 0; times < 3; times++) await reader.get(path)
      await noor.api('PUT', `/posts/${postId}/reactions/heart`)
      for (let times = 0; times < 3; times++) {
        t.strictSame(barOf(await noor.get(path), postId), ['heart 1 *'])
        t.strictSame(barOf(await sam.get(path), postId), ['heart 1'])
      }
      await sam.api('PUT', `/posts/${postId}/reactions/smile`)
      for (let times = 0; times < 3; times++) {
        t.strictSame(barOf(await noor.get(path), postId), ['heart 1 *', 'smile 1'])
        t.strictSame(barOf(await sam.get(path), postId), ['heart 1', 'smile 1 *'])
      }
      // Taking one back changes the page's version for all, and the own state of one.
      await noor.api('DELETE', `/posts/${postId}/reactions/heart`)
      t.strictSame(barOf(await noor.get(path), postId), ['smile 1'])
      t.strictSame(barOf(await sam.get(path), postId), ['smile 1 *'])
    },
  )

  t.test('a member reacts and takes it back with the page’s own form', async t => {
    const { path, postId } = await openThread(app)
    const page = await noor.get(path)
    const form = page.page.querySelector(`#post-${postId}-reactions form`)
    t.equal(form?.getAttribute('action'), `/posts/${postId}/reactions`)
    t.strictSame(
      [...(form?.querySelectorAll('details button') ?? [])].map(one => one.textContent?.trim()),
      ['Thanks', 'Helpful', 'Been there', 'Well done', 'Funny', 'With you'],
    )
    const given = await noor.post(`/posts/${postId}/reactions`, { key: 'lightbulb' })
    t.equal(given.status, 303)
    t.equal(given.location, `${path}#post-${postId}`)
    const after = await given.follow()
    const button = after.page.querySelector(`#post-${postId}-reactions button[value=lightbulb]`)
    t.equal(button?.getAttribute('aria-label'), 'Helpful, 1')
    const undo = button?.getAttribute('formaction') ?? ''
    t.equal(undo, `/posts/${postId}/reactions/lightbulb/delete`)
    // Pressed, it sends its name as well.
    const taken = await noor.post(undo, { key: 'lightbulb' })
    t.equal(taken.status, 303)
    t.strictSame(barOf(await taken.follow(), postId), [])
  })

  t.test('a visitor and the author see the counts, and whose they are', async t => {
    const { path, postId } = await openThread(app)
    await noor.api('PUT', `/posts/${postId}/reactions/heart`)
    await app.settled()
    const seen = await app.visitor().get(path)
    t.notOk(seen.page.querySelector(`#post-${postId}-reactions form`))
    const link = seen.page.querySelector(`#post-${postId}-reactions a`)
    t.equal(link?.getAttribute('aria-label'), 'Thanks, 1')
    const who = await app.visitor().get(link?.getAttribute('href') ?? '')
    t.match(who.seen('main'), /noor/)
    const own = await mia.get(path)
    t.ok(own.page.querySelector(`[data-author="${people.mia.id}"] [data-only=author] a.react`))
    t.ok(own.page.querySelector(`[data-author="${people.mia.id}"] [data-not=author] form`))
    const style = own.page.querySelector('link[href^="/me-"]')?.getAttribute('href') ?? ''
    t.match((await mia.get(style)).text, `[data-author="${people.mia.id}"] [data-not~="author"]{display:none}`)
  })

  t.test('in French', async t => {
    const { path, postId } = await openThread(app)
    await noor.api('PUT', `/posts/${postId}/reactions/heart`)
    const seen = await app.visitor({ 'accept-language': 'fr' }).get(path)
    t.equal(seen.page.querySelector(`#post-${postId}-reactions a`)?.getAttribute('aria-label'), 'Merci, 1')
  })

  t.test('the API reacts, twice the same is once, and a post tells its counts', async t => {
    const { postId } = await openThread(app)
    const put = await noor.api('PUT', `/posts/${postId}/reactions/heart`)
    t.equal(put.status, 200)
    t.strictSame(put.json<Summary>(), {
      postId: String(postId),
      reactions: [{ key: 'heart', count: 1, mine: true }],
    })
    t.strictSame((await noor.api('PUT', `/posts/${postId}/reactions/heart`)).json<Summary>(), put.json<Summary>())
    await sam.api('PUT', `/posts/${postId}/reactions/heart`)
    await sam.api('PUT', `/posts/${postId}/reactions/smile`)
    const post = (await noor.api('GET', `/posts/${postId}`)).json<Summary>()
    t.strictSame(post.reactions, [
      { key: 'heart', count: 2, mine: true },
      { key: 'smile', count: 1, mine: false },
    ])
    const gone = await noor.api('DELETE', `/posts/${postId}/reactions/heart`)
    t.equal(gone.status, 200)
    t.strictSame(
      gone.json<Summary>().reactions.map(one => one.mine),
      [false, false],
    )
    t.equal((await noor.api('DELETE', `/posts/${postId}/reactions/heart`)).status, 200)
  })

  t.test('a program that names JSON on every request may send none', async t => {
    const { postId } = await openThread(app)
    const headers = { 'content-type': 'application/json' }
    t.equal((await noor.api('PUT', `/posts/${postId}/reactions/heart`, undefined, headers)).status, 200)
    t.equal((await noor.api('DELETE', `/posts/${postId}/reactions/heart`, undefined, headers)).status, 200)
  })

  t.test('each change is told once', async t => {
    const { postId, id, categoryId } = await openThread(app)
    for (const method of ['PUT', 'PUT', 'DELETE', 'DELETE']) await noor.api(method, `/posts/${postId}/reactions/heart`)
    const told = await db.select().from(domainEvents).orderBy(asc(domainEvents.id))
    const facts = {
      postId,
      threadId: id,
      categoryId,
      key: 'heart',
      authorId: people.mia.id,
      memberId: people.noor.id,
    }
    t.match(
      told.filter(({ data }) => Object(data).postId === postId && Object(data).key === 'heart'),
      [
        { type: 'reaction.added', actorId: people.noor.id, data: facts },
        { type: 'reaction.removed', actorId: people.noor.id, data: facts },
      ],
    )
  })

  t.test('whatever is pressed at once, there is one row and the counts are right', async t => {
    const { path, postId } = await openThread(app)
    const both = [noor, sam]
    // A fixed scatter of presses, many under way together: double clicks, two tabs, and minds changed.
    const random = chance('presses')
    const keys = ['heart', 'smile', 'lightbulb']
    for (let round = 0; round < 6; round++) {
      const presses = Array.from({ length: 12 }, () => ({
        client: both[random(2)] ?? noor,
        method: random(3) ? 'PUT' : 'DELETE',
        key: keys[random(3)],
      }))
      const answers = await Promise.all(
        presses.map(({ client, method, key }) => client.api(method, `/posts/${postId}/reactions/${key}`)),
      )
      t.ok(answers.every(({ status }) => status === 200))
      const rows = await db.select().from(reactions).where(eq(reactions.postId, postId))
      t.equal(new Set(rows.map(row => `${row.memberId} ${row.key}`)).size, rows.length)
      const told = await db.select().from(domainEvents).where(eq(domainEvents.type, 'reaction.added'))
      const untold = await db.select().from(domainEvents).where(eq(domainEvents.type, 'reaction.removed'))
      const here = (all: typeof told) => all.filter(({ data }) => Object(data).postId === postId).length
      t.equal(here(told) - here(untold), rows.length, 'as many were added as are there and were removed')
      const page = await noor.get(path)
      const expected = ['heart', 'lightbulb', 'smile'].flatMap(key => {
        const given = rows.filter(row => row.key === key)
        const mine = given.some(row => row.memberId === people.noor.id)
        return given.length > 0 ? [`${key} ${given.length}${mine ? ' *' : ''}`] : []
      })
      t.strictSame(barOf(page, postId), expected)
    }
  })

  t.test('nobody reacts to their own words', async t => {
    const { postId } = await openThread(app)
    const refused = await mia.api('PUT', `/posts/${postId}/reactions/heart`)
    t.equal(refused.status, 403)
    t.equal(refused.json<{ code: string }>().code, 'reaction.own')
    t.equal((await mia.post(`/posts/${postId}/reactions`, { key: 'heart' })).status, 403)
    t.equal(await count(postId), 0)
  })

  t.test('a visitor signs in first', async t => {
    const { postId } = await openThread(app)
    t.equal((await app.visitor().api('PUT', `/posts/${postId}/reactions/heart`)).status, 401)
    t.equal((await app.visitor().post(`/posts/${postId}/reactions`, { key: 'heart' })).status, 401)
    t.equal(await count(postId), 0)
  })

  t.test('the right can be taken from members and given to some', async t => {
    const { path, postId } = await openThread(app)
    const ada = await app.ctx(people.ada)
    await grant(ada, 'post.react', [GROUP.trust0 + 2])
    t.teardown(async () => grant(ada, 'post.react', [GROUP.members]))
    t.equal((await noor.api('PUT', `/posts/${postId}/reactions/heart`)).status, 403)
    const thread = await make.post({ threadId: (await openThread(app)).id, by: people.noor })
    t.equal((await mia.api('PUT', `/posts/${thread.id}/reactions/heart`)).status, 200)
    // Both are of one visibility class: neither is shown the other's controls.
    for (let times = 0; times < 2; times++) {
      t.ok((await mia.get(path)).page.querySelector(`#post-${postId}-reactions form`))
      t.notOk((await noor.get(path)).page.querySelector(`#post-${postId}-reactions form`))
    }
  })

  t.test('what is out of sight takes no reaction and tells of none', async t => {
    const hall = await make.category({ rights: { see: [GROUP.staff], reply: [], create: [] } })
    const hidden = await make.thread({ by: people.ada, categoryId: hall.id })
    const [secret] = await db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, hidden.id))
    const mo = await app.as(people.mo)
    t.equal((await mo.api('PUT', `/posts/${secret?.id}/reactions/heart`)).status, 200)
    for (const client of [noor, app.visitor()]) {
      t.ok([401, 404].includes((await client.api('PUT', `/posts/${secret?.id}/reactions/heart`)).status))
      t.equal((await client.api('GET', `/posts/${secret?.id}/reactions`)).status, 404)
      t.equal((await client.get(`/posts/${secret?.id}/reactions`)).status, 404)
    }
    t.equal((await noor.api('DELETE', `/posts/${secret?.id}/reactions/heart`)).status, 404)
    t.equal((await noor.api('PUT', '/posts/999999999/reactions/heart')).status, 404)
  })

  t.test('a hidden post keeps its reactions to itself, and a deleted one too', async t => {
    const { id } = await openThread(app)
    const ada = await app.as(people.ada)
    const hidden = await make.post({ threadId: id, by: people.noor })
    const deleted = await make.post({ threadId: id, by: people.noor })
    for (const post of [hidden, deleted]) await mia.api('PUT', `/posts/${post.id}/reactions/heart`)
    await db.update(posts).set({ hiddenAt: new Date() }).where(eq(posts.id, hidden.id))
    await postRemoval.remove(await app.ctx(people.ada), { id: deleted.id })
    for (const { id } of [hidden, deleted]) {
      for (const client of [mia, app.visitor()]) {
        t.equal((await client.api('GET', `/posts/${id}/reactions`)).status, 404)
        t.equal((await client.get(`/posts/${id}/reactions`)).status, 404)
      }
      t.equal((await mia.api('DELETE', `/posts/${id}/reactions/heart`)).status, 404)
    }
    // Its author and who moderates see a hidden post; to react to it is for nobody.
    t.equal((await noor.api('GET', `/posts/${hidden.id}/reactions`)).status, 200)
    t.equal((await ada.api('GET', `/posts/${hidden.id}/reactions`)).status, 200)
    t.equal((await ada.api('PUT', `/posts/${hidden.id}/reactions/smile`)).status, 403)
    t.equal((await ada.api('GET', `/posts/${deleted.id}/reactions`)).status, 410)
    t.equal((await ada.api('PUT', `/posts/${deleted.id}/reactions/smile`)).status, 410)
  })

  t.test('a locked thread takes thanks, a deleted one does not', async t => {
    const { id, postId } = await openThread(app)
    await db.update(threads).set({ lockedAt: new Date() }).where(eq(threads.id, id))
    t.equal((await noor.api('PUT', `/posts/${postId}/reactions/heart`)).status, 200)
    await threadRemoval.remove(await app.ctx(people.ada), { id })
    t.equal((await sam.api('PUT', `/posts/${postId}/reactions/heart`)).status, 404)
    t.equal((await (await app.as(people.ada)).api('PUT', `/posts/${postId}/reactions/heart`)).status, 410)
  })

  t.test('who is suspended reacts to nothing', async t => {
    const { postId } = await openThread(app)
    const person = await make.member()
    const client = await app.as(person)
    await db
      .update(members)
      .set({ suspendedUntil: new Date(Date.now() + 60_000) })
      .where(eq(members.id, person.id))
    t.equal((await client.api('PUT', `/posts/${postId}/reactions/heart`)).status, 401)
    t.equal(await count(postId), 0)
  })

  t.test('a key that nobody drew is refused in words, and one off the set stays where it was given', async t => {
    const { path, postId } = await openThread(app)
    const put = async (key: string) => (await noor.api('PUT', `/posts/${postId}/reactions/${key}`)).status
    t.strictSame(await Promise.all(['cheese', 'constructor'].map(put)), [422, 422])
    for (const key of ['HEART', '__proto__', '%00', 'a'.repeat(41)]) t.equal(await put(key), 404, key)
    t.equal((await noor.post(`/posts/${postId}/reactions`, {})).status, 422)
    t.equal((await noor.post(`/posts/${postId}/reactions`, { key: ['heart', 'smile'] })).status, 422)
    await noor.api('PUT', `/posts/${postId}/reactions/smile`)
    const ada = await app.ctx(people.ada)
    await changeSettings(ada, { 'reactions.set': 'hand-heart, heart' })
    t.teardown(async () =>
      changeSettings(ada, { 'reactions.set': 'heart lightbulb footprints party-popper smile hand-heart' }),
    )
    t.equal((await sam.api('PUT', `/posts/${postId}/reactions/smile`)).status, 422)
    const page = await sam.get(path)
    t.strictSame(barOf(page, postId), ['smile 1'])
    const offered = [...page.page.querySelectorAll(`#post-${postId}-reactions details button`)]
    t.strictSame(
      offered.map(one => one.getAttribute('value')),
      ['hand-heart', 'heart'],
    )
    t.equal((await noor.api('DELETE', `/posts/${postId}/reactions/smile`)).status, 200)
    await changeSettings(ada, { 'reactions.set': '' })
    t.notOk((await sam.get(path)).page.querySelector(`#post-${postId}-reactions details`))
  })

  t.test('an administrator who misspells a key is told which', async t => {
    const ada = await app.as(people.ada)
    const refused = await ada.api('PATCH', '/settings', { values: { 'reactions.set': 'heart thumbsup' } })
    t.equal(refused.status, 422)
    t.match(refused.text, /“thumbsup” is not a reaction/)
  })

  t.test('who reacted is read in pages, all or with one key', async t => {
    const { postId } = await openThread(app)
    const crowd = await Promise.all(Array.from({ length: 7 }, () => make.member()))
    for (const person of crowd) {
      const client = await app.as(person)
      await Promise.all(['heart', 'smile'].map(key => client.api('PUT', `/posts/${postId}/reactions/${key}`)))
    }
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor && `&cursor=${cursor}`
      const page: Listed = (await app.visitor().api('GET', `/posts/${postId}/reactions?limit=4${more}`)).json()
      seen.push(...page.items.map(({ key, member }) => `${member.name} ${key}`))
      cursor = page.nextCursor
    }
    t.equal(seen.length, 14)
    t.equal(new Set(seen).size, 14)
    t.ok(
      seen.slice(0, 2).every(one => one.startsWith(crowd.at(-1)?.name ?? '-')),
      'the newest first',
    )
    const hearts: Listed = (await app.visitor().api('GET', `/posts/${postId}/reactions?key=heart`)).json()
    t.ok(hearts.items.length === 7 && hearts.items.every(({ key }) => key === 'heart'))
    t.equal((await app.visitor().api('GET', `/posts/${postId}/reactions?cursor=nonsense`)).status, 422)
    t.equal((await app.visitor().get(`/posts/${postId}/reactions?cursor=nonsense`)).status, 422)
    const page = await app.visitor().get(`/posts/${postId}/reactions?key=smile`)
    t.equal(page.page.querySelectorAll('.ledger > li').length, 7)
    t.equal(page.seen('.tabs [aria-current]'), 'Funny, 7')
    const empty = await app.visitor().get(`/posts/${(await openThread(app)).postId}/reactions`)
    t.match(empty.seen('main'), /No reactions yet/)
  })

  t.test('another member’s row is never touched by an undo', async t => {
    const { postId } = await openThread(app)
    await noor.api('PUT', `/posts/${postId}/reactions/heart`)
    await sam.api('DELETE', `/posts/${postId}/reactions/heart`)
    t.equal(await db.$count(reactions, and(eq(reactions.postId, postId), eq(reactions.memberId, people.noor.id))), 1)
  })
})

t.test('the hour’s limit grows with trust', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  await changeSettings(await app.ctx(people.ada), { 'reactions.perHour': 2 })
  const { make, database } = app
  const thread = await make.thread({ by: people.ada })
  const [post] = await database.db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, thread.id))
  const press = async (person: typeof people.noor, times: number) => {
    const client = await app.as(person)
    const statuses: number[] = []
    for (let time = 0; time < times; time++) {
      statuses.push((await client.api(time % 2 ? 'DELETE' : 'PUT', `/posts/${post?.id}/reactions/heart`)).status)
    }
    return statuses
  }
  t.strictSame(await press(people.noor, 3), [200, 200, 429])
  t.strictSame(await press(people.mia, 7), [200, 200, 200, 200, 200, 200, 429])
})
