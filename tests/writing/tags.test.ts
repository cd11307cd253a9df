/** Tags of threads: who gives and makes them, whom they are shown to, and how many threads have them. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, members, tagCounts, tags, threads, threadTags } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as removal from '../../server/threads/removal.ts'
import { type Person, people } from '../support/people.ts'
import { countsAgree, problems, slugs, startTagging, type TagJson, type ThreadJson } from './tagging.ts'

t.test('tags', async t => {
  const { app, make, db, mia, noor, open } = await startTagging(t)

  t.test('a thread is begun with tags, by its form and by a program', async t => {
    const category = await make.category()
    const form = await mia.get('/threads/new')
    const sent = await form.submit('/threads', {
      categoryId: String(category.id),
      title: 'Resoling at home',
      body: 'How do you do it?',
      tags: 'Resole, #Long read',
    })
    t.equal(sent.status, 303)
    const page = await sent.follow()
    const links = [...page.page.querySelectorAll('main > header .tag')]
    t.strictSame(
      links.map(link => [link.textContent, link.getAttribute('href')]),
      [
        ['Long-read', '/tags/long-read'],
        ['Resole', '/tags/resole'],
      ],
    )
    const answer = await mia.api('POST', '/threads', {
      categoryId: String(category.id),
      title: 'By a program',
      body: 'Words',
      tags: ['RÉSOLE', 'resole', 'wax'],
    })
    t.equal(answer.status, 201)
    t.strictSame(answer.json<ThreadJson>().tags, [
      { slug: 'resole', name: 'Resole' },
      { slug: 'wax', name: 'wax' },
    ])
    const list = await app.visitor().get(`/c/${category.slug}`)
    t.strictSame(
      [...list.page.querySelectorAll('.ledger .tag')].map(one => one.textContent),
      ['Resole', 'wax', 'Long-read', 'Resole'],
    )
  })

  t.test('only who may make a tag makes one, and the others are told which is unknown', async t => {
    const category = await make.category()
    await open(people.mia, category.id, ['Leather'])
    await app.settled()
    const post = (names: readonly string[]) =>
      noor.api('POST', '/threads', { categoryId: String(category.id), title: 'A title', body: 'Words', tags: names })
    t.equal((await post(['leather'])).status, 201, 'a newcomer uses what is there')
    const refused = await post(['leather', 'suede', 'nubuck'])
    t.equal(refused.status, 422)
    t.match(problems(refused), /^tags: .*suede, nubuck/)
    const form = await noor.get('/threads/new')
    const again = await form.submit('/threads', {
      categoryId: String(category.id),
      title: 'A title',
      body: 'Words',
      tags: 'suede',
    })
    t.equal(again.status, 422)
    t.equal(again.page.querySelector('[name=tags]')?.getAttribute('value'), 'suede', 'what was typed is kept')
    t.match(again.seen('main .err'), /suede/)
    t.equal(await db.$count(tags, eq(tags.slug, 'suede')), 0)
    await db.update(members).set({ trustLevel: 1 }).where(eq(members.id, people.noor.id))
    t.equal((await post(['leather', 'suede'])).status, 201, 'a neighbour makes their own')
    await db.update(members).set({ trustLevel: 0 }).where(eq(members.id, people.noor.id))
  })

  t.test('a thread takes a few tags and no more', async t => {
    const category = await make.category()
    const post = (names: readonly string[]) =>
      mia.api('POST', '/threads', { categoryId: String(category.id), title: 'A title', body: 'Words', tags: names })
    const six = ['one', 'two', 'three', 'four', 'five', 'six'].map(one => `${one}-th`)
    t.match(problems(await post(six)), /^tags: /)
    t.equal((await post(six.slice(0, 5))).status, 201)
    t.equal((await post(Array.from({ length: 41 }, (_, index) => `n${index}`))).status, 422)
    for (const wrong of ['x', 'C++', '<script>', 'x'.repeat(31), 'pаypal', '\u202eabc', ' ', '-'])
      t.equal((await post([wrong])).status, 422, wrong)
    t.equal(await db.$count(threads, eq(threads.categoryId, category.id)), 1)
  })

  t.test('writers who make the same tags at once make each once', async t => {
    const category = await make.category()
    const names = ['at-once-a', 'at-once-b', 'at-once-c', 'at-once-d']
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, index) => open(people.mia, category.id, index % 2 ? names : names.toReversed())),
    )
    t.equal(all.length, 8)
    for (const slug of names) t.equal(await db.$count(tags, eq(tags.slug, slug)), 1)
    t.equal(await db.$count(threadTags, eq(threadTags.threadId, all[0]?.id ?? 0)), 4)
  })

  t.test('a tag that is only used out of sight is not there', async t => {
    const place = await make.category()
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    const closed = await make.category({ rights })
    await open(people.mo, closed.id, ['merger', 'plain'])
    await open(people.mia, place.id, ['plain'])
    await app.settled()
    const read = async (person: Person | null, path: string) =>
      (person ? await app.as(person) : app.visitor()).api('GET', path)
    for (const person of [people.mia, people.noor, null]) {
      t.equal((await read(person, '/tags/merger')).status, 404)
      t.equal((await read(person, '/tags/merger/threads')).status, 404)
      t.notOk(slugs(await read(person, '/tags?limit=100')).includes('merger'))
      t.strictSame(slugs(await read(person, '/tags?q=mer')), [])
      t.equal((await read(person, '/tags/plain')).json<TagJson>().threadCount, 1)
    }
    t.match((await read(people.mo, '/tags/merger')).json(), { threadCount: 1 })
    t.equal((await read(people.mo, '/tags/plain')).json<TagJson>().threadCount, 2)
    const guess = (name: string) =>
      noor.api('POST', '/threads', { categoryId: String(place.id), title: 'A title', body: 'Words', tags: [name] })
    const [there, nowhere] = [await guess('merger'), await guess('nerger')]
    t.equal(there.status, 422)
    t.equal(problems(there).replaceAll('merger', 'X'), problems(nowhere).replaceAll('nerger', 'X'))
  })

  t.test('who may edit a thread gives it other tags, by its page and by a program', async t => {
    const [category, other] = [await make.category(), await make.category()]
    const thread = await open(people.mia, category.id, ['early', 'late'])
    await app.settled()
    const path = `/threads/${thread.id}`
    const page = await mia.get(`${path}/edit`)
    t.equal(page.page.querySelector('[name=tags]')?.getAttribute('value'), 'early, late')
    const saved = await page.submit(path, { tags: 'late, Midday' })
    t.equal(saved.status, 303)
    const tagsOf = async () => {
      const { tags } = (await app.visitor().api('GET', path)).json<ThreadJson>()
      return tags.map(one => one.slug)
    }
    t.strictSame(await tagsOf(), ['late', 'midday'])
    t.strictSame(
      [...(await saved.follow()).page.querySelectorAll('main > header .tag')].map(one => one.textContent),
      ['late', 'Midday'],
      'the page says so at once',
    )
    const refused = await (await mia.get(`${path}/edit`)).submit(path, { tags: 'late, !' })
    t.equal(refused.status, 422)
    t.equal(refused.page.querySelector('[name=tags]')?.getAttribute('value'), 'late, !')
    t.equal((await noor.api('PATCH', path, { tags: [] })).status, 403)
    t.equal((await app.visitor().api('PATCH', path, { tags: [] })).status, 401)
    t.strictSame(await tagsOf(), ['late', 'midday'])
    const { etag } = (await mia.api('GET', path)).headers
    t.equal((await mia.api('PATCH', path, { tags: ['noon'] }, { 'if-match': etag })).status, 200)
    t.equal((await mia.api('PATCH', path, { tags: ['night'] }, { 'if-match': etag })).status, 412)
    t.strictSame(await tagsOf(), ['noon'], 'a lost update leaves nothing behind')
    const moved = await mia.api('PATCH', path, { categoryId: String(other.id), tags: ['noon', 'late'] })
    t.equal(moved.status, 200)
    await app.settled()
    t.strictSame(
      await db.select({ in: threadTags.countedInId }).from(threadTags).where(eq(threadTags.threadId, thread.id)),
      [{ in: other.id }, { in: other.id }],
      'both are counted in the new place',
    )
    t.equal((await (await app.as(people.mo)).api('PATCH', path, { tags: [], reason: 'Off topic' })).status, 200)
    t.strictSame(await tagsOf(), [])
    const [said] = await db.select().from(auditEntries).where(eq(auditEntries.act, 'thread.tag'))
    t.match(said, { actorId: people.mo.id, targetId: String(thread.id), reason: 'Off topic' })
  })

  t.test('the number of threads follows what becomes of them', async t => {
    const category = await make.category()
    const made = [await open(people.mia, category.id, ['counted']), await open(people.mia, category.id, ['counted'])]
    const count = async () => {
      await app.settled()
      return (await app.visitor().api('GET', '/tags/counted')).json<TagJson>().threadCount
    }
    t.equal(await count(), 2)
    await removal.remove(await app.ctx(people.mia), { id: made[0]?.id ?? 0 })
    t.equal(await count(), 1)
    await removal.remove(await app.ctx(people.mia), { id: made[1]?.id ?? 0 })
    await app.settled()
    t.equal((await app.visitor().api('GET', '/tags/counted')).status, 404, 'and with the last the tag is out of sight')
    t.equal(await db.$count(tagCounts, and(eq(tagCounts.categoryId, category.id), eq(tagCounts.threads, 0))), 1)
  })

  t.test('a tag in letters that have no Latin form has an address all the same', async t => {
    const category = await make.category()
    const name = '登山靴の手入れと防水について考える会'
    await open(people.mia, category.id, [name])
    await app.settled()
    const page = await mia.get(`/c/${category.slug}`)
    const link = page.page.querySelector('.ledger .tag')?.getAttribute('href') ?? ''
    t.equal((await app.visitor().get(link)).seen('h1'), name)
  })

  t.test('after anything that may have happened, the counts are what a count of the rows gives', t =>
    countsAgree(t, db, 10),
  )
})
