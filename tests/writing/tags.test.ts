/** Tags: what may be one, who makes them, whom they are shown to, and how they are kept. */
import { and, eq } from 'drizzle-orm'
import t from 'tap'
import { members, tagCounts, tags, threads, threadTags } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { openThread } from '../../server/posts/open.ts'
import { normaliseTag, problemWithTag, slugOfTag, splitTags } from '../../server/tags/names.ts'
import * as threadService from '../../server/threads/service.ts'
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

  t.test('the number of threads follows what becomes of them', async t => {
    const category = await make.category()
    const made = [await open(people.mia, category.id, ['counted']), await open(people.mia, category.id, ['counted'])]
    const count = async () => {
      await app.settled()
      return (await app.visitor().api('GET', '/tags/counted')).json<TagJson>().threadCount
    }
    t.equal(await count(), 2)
    await threadService.remove(await app.ctx(people.mia), { id: made[0]?.id ?? 0 })
    t.equal(await count(), 1)
    await threadService.remove(await app.ctx(people.mia), { id: made[1]?.id ?? 0 })
    await app.settled()
    t.equal((await app.visitor().api('GET', '/tags/counted')).status, 404, 'and with the last the tag is out of sight')
    t.equal(await db.$count(tagCounts, and(eq(tagCounts.categoryId, category.id), eq(tagCounts.threads, 0))), 1)
  })
})
