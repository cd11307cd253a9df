/** Tags: what may be one, who makes them, whom they are shown to, and how they are kept. */
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, members, tagCounts, tags, threads, threadTags } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { openThread } from '../../server/posts/open.ts'
import { normaliseTag, problemWithTag, slugOfTag, splitTags } from '../../server/tags/names.ts'
import * as removal from '../../server/threads/removal.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

type TagJson = { slug: string; name: string; threadCount: number; description: string; synonyms: { slug: string }[] }
type ThreadJson = { id: string; tags: { slug: string; name: string }[]; version: number }

const slugs = (answer: Answer): string[] => answer.json<{ items: { slug: string }[] }>().items.map(one => one.slug)
const problems = (answer: Answer): string =>
  answer
    .json<{ errors: { path: string; message: string }[] }>()
    .errors.map(({ path, message }) => `${path}: ${message}`)
    .join('\n')

t.test('names of tags', async t => {
  t.test('one spelling stands for what is meant alike', async t => {
    const alike = [
      ['wax', 'WAX', ' #wax ', 'ＷＡＸ'],
      ['café', 'cafe', 'CAFÉ', 'cafe\u0301'],
      ['long-read', 'long read', 'Long_Read', 'long – read', '#long--read-'],
      ['日本語', '＃日本語'],
      ['हिन्दी'],
    ]
    for (const spellings of alike) {
      const made = new Set(spellings.map(one => slugOfTag(normaliseTag(one))))
      t.equal(made.size, 1, spellings.join(' '))
    }
    t.equal(slugOfTag('日本2024'), '日本2024', 'letters without a Latin form are kept')
    t.equal(slugOfTag('JavaScript'), 'javascript')
  })

  t.test('what is no word is no tag', async t => {
    const fine = ['wax', 'Gore-Tex', '日本', 'हिन्दी', 'école', '2024', 'x'.repeat(30)]
    const wrong = [
      '',
      'a',
      'x'.repeat(31),
      'C++',
      'a<b>',
      'two\u202ewords',
      'pаypal',
      `a${'\u0336'.repeat(4)}b`,
      '../x',
      '💡💡',
    ]
    for (const name of fine) t.equal(problemWithTag(normaliseTag(name)), null, name)
    for (const name of wrong) t.not(problemWithTag(normaliseTag(name)), null, name)
  })

  t.test('a line of text is cut at its commas', async t => {
    t.strictSame(splitTags('wax, long read,,  #boots ;  '), ['wax', 'long read', '#boots'])
    t.strictSame(splitTags(undefined), [])
  })
})

t.test('tags', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const open = async (by: Person, categoryId: number, names: readonly string[]) =>
    openThread(await app.ctx(by), { categoryId, title: `About ${names.join(' and ')}`, body: 'Words', tags: names })

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

  t.test('keepers name, describe and join tags; nobody else does', async t => {
    const category = await make.category()
    const before = await open(people.mia, category.id, ['Waxing', 'Proofing'])
    const only = await open(people.mia, category.id, ['Proofing'])
    await app.settled()
    const mo = await app.as(people.mo)
    const acts: readonly (readonly [string, string, unknown])[] = [
      ['POST', '/tags', { name: 'Brand new' }],
      ['PATCH', '/tags/waxing', { description: 'What keeps the rain out.' }],
      ['POST', '/tags/waxing/synonyms', { name: 'Wax coat' }],
      ['POST', '/tags/proofing/merges', { into: 'wax-coat' }],
      ['DELETE', '/tags/waxing/synonyms/wax-coat', undefined],
      ['PATCH', '/tags/waxing', { name: 'Care' }],
    ]
    for (const [method, path, body] of acts) {
      t.equal((await mia.api(method, path, body)).status, 403, `${method} ${path}`)
      t.equal((await app.visitor().api(method, path, body)).status, 401, `${method} ${path}`)
    }
    for (const [method, path, body] of acts) {
      const answer = await mo.api(method, path, body)
      t.ok([200, 201, 204].includes(answer.status), `${method} ${path} ${answer.text}`)
    }
    const care = (await app.visitor().api('GET', '/tags/care')).json<TagJson>()
    t.match(care, { name: 'Care', threadCount: 2, description: 'What keeps the rain out.' })
    t.strictSame(care.synonyms.map(one => one.slug).sort(), ['proofing', 'waxing'])
    const now = (await app.visitor().api('GET', `/threads/${before.id}`)).json<ThreadJson>()
    t.strictSame(now.tags, [{ slug: 'care', name: 'Care' }], 'two that became one are there once')
    for (const old of ['waxing', 'proofing', 'WAXING']) {
      const moved = await app.visitor().get(`/tags/${old}`)
      t.strictSame([moved.status, moved.location], [303, '/tags/care'], old)
    }
    t.match((await app.visitor().get('/tags/care')).seen('main .ledger'), /Proofing/)
    // Cached pages of threads say it too.
    for (const reader of [mia, app.visitor()]) {
      const page = await reader.get(`/t/${only.id}/${only.slug}`)
      t.strictSame(
        [...page.page.querySelectorAll('main > header .tag')].map(one => one.textContent),
        ['Care'],
      )
    }
    await app.settled()
    t.equal((await app.visitor().api('GET', '/tags/care')).json<TagJson>().threadCount, 2, 'the count stays right')
    t.match((await open(people.noor, category.id, ['waxing'])).id, Number, 'who gives a synonym gives the tag')
    t.equal((await mo.api('DELETE', '/tags/waxing')).status, 404, 'a tag is not deleted by the name of a synonym')
    t.equal((await mo.api('DELETE', '/tags/care')).status, 204)
    t.equal((await app.visitor().api('GET', '/tags/waxing')).status, 404)
    t.strictSame((await app.visitor().api('GET', `/threads/${before.id}`)).json<ThreadJson>().tags, [])
    const acted = await db.select().from(auditEntries).where(eq(auditEntries.targetType, 'tag'))
    t.ok(acted.some(one => one.act === 'tag.merge') && acted.every(one => one.actorId === people.mo.id))
  })

  t.test('what cannot be is refused with a reason', async t => {
    const category = await make.category()
    await open(people.mia, category.id, ['Left', 'Right'])
    await app.settled()
    const mo = await app.as(people.mo)
    await mo.api('POST', '/tags/left/synonyms', { name: 'Port' })
    const cases: readonly (readonly [string, string, unknown, RegExp])[] = [
      ['POST', '/tags', { name: 'LEFT' }, /^name: .*LEFT/],
      ['POST', '/tags', { name: 'port' }, /^name: /],
      ['POST', '/tags', { name: 'x' }, /^name: /],
      ['POST', '/tags', { name: 'Fine', listed: true }, /^listed: /],
      ['PATCH', '/tags/left', { name: 'Right' }, /^name: /],
      ['PATCH', '/tags/left', { description: 'x'.repeat(301) }, /^description: /],
      ['PATCH', '/tags/left', { synonymOfId: 1 }, /^synonymOfId: /],
      ['POST', '/tags/left/synonyms', { name: 'right' }, /^name: /],
      ['POST', '/tags/left/synonyms', { name: 'left' }, /^name: /],
      ['POST', '/tags/left/merges', { into: 'nowhere' }, /^into: .*nowhere/],
      ['POST', '/tags/left/merges', { into: 'port' }, /^into: /],
    ]
    for (const [method, path, body, said] of cases) {
      const answer = await mo.api(method, path, body)
      t.equal(answer.status, 422, `${method} ${path} ${JSON.stringify(body)}`)
      t.match(problems(answer), said)
    }
    t.equal((await mo.api('DELETE', '/tags/left/synonyms/right')).status, 404)
    t.equal((await mo.api('PATCH', '/tags/left', { name: 'Port' })).status, 200, 'a synonym may become the name')
    t.match((await mo.api('GET', '/tags/left')).json(), { slug: 'port', synonyms: [{ slug: 'left' }] })
    t.equal((await mo.api('PATCH', '/tags/port', { name: 'PORT' })).status, 200, 'and its letters may change')
    t.match((await mo.api('GET', '/tags/port')).json(), { name: 'PORT', synonyms: [{ slug: 'left' }] })
  })

  t.test('keepers keep what they see', async t => {
    const rights = { see: [GROUP.administrators], reply: [], create: [GROUP.administrators], moderate: [] }
    const secret = await make.category({ rights })
    await open(people.ada, secret.id, ['layoffs'])
    await app.settled()
    const mo = await app.as(people.mo)
    const { id } = (await (await app.as(people.ada)).api('GET', '/tags/layoffs')).json<{ id: string }>()
    t.equal((await mo.api('GET', '/tags/layoffs')).status, 404)
    t.equal((await mo.api('PATCH', '/tags/layoffs', { description: 'x' })).status, 404)
    t.equal((await mo.get(`/admin/tags/${id}`)).status, 404)
    t.equal((await mo.post(`/admin/tags/${id}/delete`)).status, 404)
    t.equal((await mo.api('POST', '/tags/care-of/merges', { into: 'layoffs' })).status, 404)
    t.equal(
      (await mo.api('POST', '/tags', { name: 'Layoffs', description: 'Of staff' })).status,
      201,
      'they may make it',
    )
    t.match((await app.visitor().api('GET', '/tags/layoffs')).json(), { name: 'Layoffs', threadCount: 0 })
  })

  t.test('the pages of tags work by forms alone', async t => {
    const mo = await app.as(people.mo)
    const made = await mo.post('/admin/tags', { name: 'Saddle soap', description: '' })
    const page = await made.follow()
    const path = page.url.pathname
    t.equal(page.seen('h1'), 'Saddle-soap')
    t.ok(page.page.querySelector('[name=listed][checked]'), 'staff make a tag for all to see')
    t.equal((await app.visitor().get('/tags/saddle-soap')).status, 200)
    const again = await page.submit(`${path}/synonyms`, { name: '!' })
    t.equal(again.status, 422)
    t.match(again.seen('.err'), /!/)
    await again.submit(`${path}/synonyms`, { name: 'Soap' })
    await (await mo.get(path)).submit(path, { name: 'Leather soap', description: 'For saddles and boots' })
    const listed = await app.visitor().get('/tags?q=soa')
    t.match(listed.seen('main .tag-list'), /Leather-soap.*For saddles and boots.*Saddle-soap, Soap/)
    t.match((await app.visitor().get('/tags?q=%25')).seen('main .note'), /%/)
    const refused = await (await mo.get(path)).submit(`${path}/merges`, { into: 'nothing like it' })
    t.equal(refused.status, 422)
    const asked = await mo.get(`${path}/delete`)
    t.strictSame(
      [...asked.page.querySelectorAll('nav.rail a')].map(one => one.getAttribute('href')),
      ['/', '/admin/tags'],
    )
    t.equal((await asked.submit(`${path}/delete`)).location, '/admin/tags')
    t.equal((await app.visitor().get('/tags/soap')).status, 404)
    for (const place of ['/admin/tags', path]) t.equal((await mia.get(place)).status, 403)
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

  t.test('tags that are merged while threads get them leave no thread with a synonym', async t => {
    const category = await make.category()
    await open(people.mia, category.id, ['ring-a', 'ring-b', 'ring-c', 'ring-d'])
    await app.settled()
    const ada = await app.as(people.ada)
    const merge = (from: string, into: string) => ada.api('POST', `/tags/${from}/merges`, { into })
    const results = await Promise.all([
      ...Array.from({ length: 6 }, () => open(people.mia, category.id, ['ring-a', 'ring-c'])),
      merge('ring-a', 'ring-b'),
      merge('ring-c', 'ring-d'),
      ...Array.from({ length: 6 }, () => open(people.mia, category.id, ['ring-c', 'ring-b', 'ring-a'])),
      merge('ring-b', 'ring-d'),
      merge('ring-d', 'ring-b'),
    ])
    t.ok(results.every(one => !('status' in one) || [200, 404, 422].includes(one.status)))
    await app.settled()
    const wrong = await db
      .select({ id: threadTags.threadId })
      .from(threadTags)
      .innerJoin(tags, eq(tags.id, threadTags.tagId))
      .where(isNotNull(tags.synonymOfId))
    t.strictSame(wrong, [])
  })

  t.test('after anything that may have happened, the counts are what a count of the rows gives', async t => {
    const counted = await db.execute<{ tag: number; category: number; threads: number }>(sql`
      select tag_id::float8 as tag, category_id::float8 as category, threads from tag_counts where threads <> 0 order by 1, 2`)
    const rows = await db.execute<{ tag: number; category: number; threads: number }>(sql`
      select tag_id::float8 as tag, category_id::float8 as category, count(*)::int as threads
      from thread_tags join threads on threads.id = thread_id
      where deleted_at is null and hidden_at is null group by 1, 2 order by 1, 2`)
    t.strictSame([...counted], [...rows])
    t.ok(rows.length > 10)
  })
})
