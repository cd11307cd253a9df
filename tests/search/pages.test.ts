/** The page of search as visitors and members use it, without scripts. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members, posts, threads } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const dire = translator('fr')

const titles = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('.results .t')].map(one => one.textContent ?? '')

t.test('the page of search', async t => {
  const app = await startApp(t, { bundled: true })
  const { make, database } = app
  const repairs = await make.category({ name: 'Repairs' })
  const soles = await make.category({ name: 'Soles', parentId: repairs.id })
  const staff = await make.category({
    name: 'Backroom',
    rights: { see: [GROUP.moderators], moderate: [GROUP.moderators] },
  })
  const waxed = await make.thread({
    categoryId: repairs.id,
    title: 'Do you wax wet boots?',
    body: 'Dry them slowly, then wax the leather. ||The butler waxes||',
    tags: ['leather', 'care'],
  })
  await make.thread({ categoryId: soles.id, title: 'Vibram soles', body: 'Which glue holds wax?', tags: ['leather'] })
  const question = await make.thread({ categoryId: repairs.id, kind: 'question', title: 'How much wax is too much?' })
  const reply = await make.post({ threadId: waxed.id, by: people.noor, body: 'Beeswax is a wax <b>too</b> & "more"' })
  const secret = await make.thread({ by: people.mo, categoryId: staff.id, title: 'Wax smugglers', tags: ['smuggled'] })
  await app.settled()

  const visitor = app.visitor()
  const search = (query: Record<string, string>, client = visitor) =>
    client.get(`/search?${new URLSearchParams(query)}`)

  t.test('with nothing typed it helps, and is not for search engines', async t => {
    const answer = await visitor.get('/search')
    t.equal(answer.status, 200)
    t.equal(answer.page.querySelector('meta[name=robots]')?.getAttribute('content'), 'noindex')
    t.match(answer.seen('main'), say('search.help.phrase'))
    t.equal(answer.seen('.results'), null)
    t.notMatch(answer.text, /is:unread/, 'visitors have read nothing')
    t.match((await (await app.as(people.mia)).get('/search')).text, /is:unread/)
    t.match(answer.text, /is:answered/)
  })

  t.test('words find threads, with what was found marked', async t => {
    const answer = await search({ q: 'waxes' })
    t.strictSame(titles(answer).sort(), ['Do you wax wet boots?', 'How much wax is too much?', 'Vibram soles'])
    t.equal(answer.seen('h1'), say('search.countFor', { count: 3, q: 'waxes' }))
    t.ok([...answer.page.querySelectorAll('.results .t mark')].some(one => one.textContent === 'wax'))
    t.notMatch(answer.text, /butler/, 'nothing of what is folded away')
  })

  t.test('posts are found one by one, and lead to where they stand', async t => {
    const answer = await search({ q: 'beeswax', per: 'post' })
    t.equal(
      answer.page.querySelector('.results .t')?.getAttribute('href'),
      `/t/${waxed.id}/${waxed.slug}/2#post-${reply.id}`,
    )
    t.match(answer.seen('.snippet'), /^Beeswax is a wax too & "more"$/)
    t.equal(answer.page.querySelector('.snippet b'), null)
  })

  t.test('everything that narrows it does, and can be taken away again', async t => {
    t.equal(titles(await search({ q: 'wax', in: 'repairs' })).length, 3, 'with what is in the category')
    t.strictSame(titles(await search({ q: 'wax in:soles' })), ['Vibram soles'])
    t.strictSame(titles(await search({ q: 'wax', by: '@noor' })), ['Do you wax wet boots?'])
    t.strictSame(titles(await search({ q: 'wax', tag: 'leather, care' })), ['Do you wax wet boots?'])
    t.strictSame(titles(await search({ q: 'wax is:question' })), [question.title])
    t.strictSame(titles(await search({ q: 'wax is:answered' })), [])
    t.strictSame(titles(await search({ q: 'wax before:2020-01-01' })), [])
    t.equal(titles(await search({ q: 'wax after:2020-01-01' })).length, 3)
    t.strictSame(titles(await search({ q: 'wax', thread: String(waxed.id) })), [waxed.title])
    t.strictSame(titles(await search({ q: 'wax -glue -boots -beeswax' })), [question.title])
    t.strictSame(titles(await search({ q: '"wet boots"' })), [waxed.title])
    const both = await search({ q: 'wax in:soles by:mia' })
    const chips = [...both.page.querySelectorAll('.narrowed .chip a')].map(one => one.getAttribute('href'))
    t.strictSame(chips, ['/search?q=wax&by=mia', '/search?q=wax&in=soles'])
    t.equal(both.page.querySelector<HTMLInputElement>('#search-q')?.getAttribute('value'), 'wax')
    const kept = [...both.page.querySelectorAll('main form input[type=hidden]')].map(one => one.getAttribute('name'))
    t.strictSame(kept, ['in', 'by'], 'other words are looked for in the same place')
  })

  t.test('members narrow by themselves and what they have read', async t => {
    const [mia, noor] = [await app.as(people.mia), await app.as(people.noor)]
    t.equal(titles(await search({ q: 'is:mine' }, noor)).length, 1)
    t.equal(titles(await search({ by: 'me', per: 'post' }, mia)).length, 3)
    t.equal((await search({ q: 'wax is:unread' }, mia)).status, 200)
    const answer = await search({ q: 'wax is:unread' })
    t.equal(answer.status, 200)
    t.match(answer.seen('main'), say('search.unknown.unread'))
    t.match((await search({ q: 'is:mine' })).seen('main'), say('search.unknown.by', { name: 'me' }))
  })

  t.test('what is out of sight is like what was never there', async t => {
    const [mia, mo] = [await app.as(people.mia), await app.as(people.mo)]
    t.strictSame(titles(await search({ q: 'smugglers' }, mo)), ['Wax smugglers'])
    for (const client of [visitor, mia]) {
      t.strictSame(titles(await search({ q: 'smugglers' }, client)), [])
      for (const [name, hidden, missing] of [
        ['in', staff.slug, 'nowhere'],
        ['tag', 'smuggled', 'nothing'],
        ['thread', String(secret.id), '999999'],
      ] as const) {
        const [one, other] = [await search({ [name]: hidden }, client), await search({ [name]: missing }, client)]
        t.equal(one.status, 200)
        const seen = (answer: Answer, value: string) => answer.seen('main')?.replaceAll(value, '…')
        t.equal(seen(one, hidden), seen(other, missing), name)
      }
    }
  })

  t.test('rights are asked again, whatever an index says', async t => {
    const lost = await make.thread({ by: people.mia, title: 'Paraffin in a hidden place' })
    await app.settled()
    t.equal(titles(await search({ q: 'paraffin' })).length, 1)
    await database.db.update(threads).set({ hiddenAt: new Date() }).where(eq(threads.id, lost.id))
    t.strictSame(titles(await search({ q: 'paraffin' })), [])
    t.equal(titles(await search({ q: 'paraffin' }, await app.as(people.mia))).length, 1, 'its author')
    const gone = await make.post({ threadId: waxed.id, by: people.noor, body: 'Tallow and nothing else' })
    await app.settled()
    await database.db.update(posts).set({ deletedAt: new Date() }).where(eq(posts.id, gone.id))
    t.strictSame(titles(await search({ q: 'tallow' }, await app.as(people.noor))), [])
  })

  t.test('who does not show in one list what they wrote is not looked up by it', async t => {
    const shy = await make.member()
    await make.thread({ by: shy, title: 'Turpentine' })
    await app.settled()
    await database.db.update(members).set({ activityAudience: 'members' }).where(eq(members.id, shy.id))
    t.strictSame(titles(await search({ by: shy.name })), [])
    t.equal(titles(await search({ by: shy.name }, await app.as(people.mia))).length, 1)
    t.equal(titles(await search({ q: 'turpentine' })).length, 1, 'by its words it is found as before')
  })

  t.test('a word that is nowhere is taken for one that is nearly the same, and one may insist', async t => {
    const answer = await search({ q: 'lether' })
    t.match(answer.seen('.note'), say('search.meant', { words: 'leather' }))
    const exactly = answer.page.querySelector('.note a')?.getAttribute('href') ?? ''
    t.equal(exactly, '/search?q=%22lether%22')
    t.strictSame(titles(await visitor.get(exactly)), [])
  })

  t.test('names are offered above what was found', async t => {
    t.match((await search({ q: 'noor' })).seen('.called'), 'noor')
    t.match((await search({ q: 'soles' })).seen('.called'), 'Soles')
    t.match((await search({ q: 'leather' })).seen('.called .tag'), 'leather')
    t.equal((await search({ q: 'leather', by: 'mia' })).seen('.called'), null, 'not where it is narrowed')
    t.equal((await search({ q: 'backroom' })).seen('.called'), null)
  })

  t.test('pages of results, up to the bound', async t => {
    const place = await make.category()
    for (let one = 0; one < 21; one++) await make.thread({ categoryId: place.id, title: `Lanolin ${one}` })
    await app.settled()
    const first = await search({ q: 'lanolin' })
    t.equal(titles(first).length, 20)
    t.match(first.seen('.pager'), say('search.range', { from: 1, to: 20, total: 21 }))
    const next = first.page.querySelector('.pager [rel=next]')?.getAttribute('href') ?? ''
    const second = await visitor.get(next)
    t.equal(titles(second).length, 1)
    t.ok(!titles(first).includes(titles(second)[0] ?? ''))
    t.equal(second.page.querySelector('.pager [rel=prev]')?.getAttribute('href'), '/search?q=lanolin')
    t.equal((await search({ q: 'lanolin', page: '3' })).status, 200)
    t.equal((await search({ q: 'lanolin', page: '51' })).status, 422)
    const oldest = await search({ q: 'lanolin', sort: 'oldest' })
    t.equal(titles(oldest)[0], 'Lanolin 0')
    t.equal(titles(await search({ q: 'lanolin', sort: 'newest' }))[0], 'Lanolin 20')
  })

  t.test('nothing that can be typed breaks it', async t => {
    const typed = [
      '<script>alert(1)</script>',
      `"'%_\\`,
      '%',
      "' or 1=1 --",
      ':*',
      '!&|()',
      '-',
      '"',
      'in:',
      'in:x by:y is:z',
    ]
    for (const q of [...typed, 'x'.repeat(500), '𝕏 👍🏽 ﷽', 'before:2026-99-99', '\\', 'tag:%']) {
      const answer = await search({ q, tag: q.slice(0, 300), in: q.slice(0, 200) })
      t.equal(answer.status, 200, q)
      t.equal((await search({ q })).status, 200, q)
      t.notMatch(answer.text, '<script>alert')
      t.equal(answer.page.querySelectorAll('main script').length, 0)
    }
    t.equal((await search({ q: 'a\u0000b' })).status, 422)
    for (const wrong of [
      { q: 'x'.repeat(501) },
      { per: 'word' },
      { sort: 'x' },
      { page: '0' },
      { page: 'x' },
      { unread: '1' },
    ]) {
      t.equal((await search(wrong)).status, 422, JSON.stringify(wrong))
    }
    for (const odd of [{ from: 'yesterday' }, { kind: 'x:y:z' }, { kind: ':' }, { thread: '1x' }, { by: '%' }]) {
      t.equal((await search({ q: 'wax', ...odd })).status, 200, JSON.stringify(odd))
    }
    t.equal((await visitor.get('/search?q=%ff%00')).status < 500, true)
    t.equal((await visitor.get('/search?q=a&q=b')).status < 500, true)
  })

  t.test('in French too', async t => {
    const answer = await app.visitor({ 'accept-language': 'fr' }).get('/search?q=wax&in=repairs')
    t.equal(answer.seen('h1'), dire('search.countFor', { count: 3, q: 'wax' }).replace(/\s/g, ' '))
    t.notMatch(answer.text, /search\.\w/)
  })

  t.test('every page has the field', async t => {
    for (const path of ['/', '/latest', `/t/${waxed.id}/${waxed.slug}`, '/search', '/t/999999']) {
      const form = (await visitor.get(path)).page.querySelector('.lintel form[action="/search"]')
      t.ok(form?.querySelector('input[name=q]'), path)
    }
  })
})

t.test('search is counted', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  const visitor = app.visitor()
  const asked = []
  for (let one = 0; one < 61; one++) asked.push((await visitor.get('/search?q=wax')).status)
  t.strictSame([...new Set(asked.slice(0, 60))], [200])
  t.equal(asked[60], 429)
  t.equal((await (await app.as(people.mia)).get('/search?q=wax')).status, 200)
  t.equal((await visitor.get('/search')).status, 200, 'the empty page is not')
})
