/** Keepers of tags: they name, describe, join and delete them, by forms and programs, and see no more than they may. */
import { eq, isNotNull } from 'drizzle-orm'
import t from 'tap'
import { auditEntries, tags, threadTags } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { people } from '../support/people.ts'
import { countsAgree, problems, startTagging, type TagJson, type ThreadJson } from './tagging.ts'

t.test('keeping tags', async t => {
  const { app, make, db, mia, open } = await startTagging(t)

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
      t.strictSame([moved.status, moved.location], [301, '/tags/care'], old)
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

  t.test('after anything that may have happened, the counts are what a count of the rows gives', t =>
    countsAgree(t, db, 3),
  )
})
