/** What may follow an operator, as it is typed: of what one may know, and no more. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { people } from '../support/people.ts'

const say = translator('en')
const dire = translator('fr')

type Value = { value: string; label: string }

t.test('completing operators', async t => {
  const app = await startApp(t, { bundled: true, now: () => new Date('2026-03-10T09:00:00Z') })
  const { make, database } = app
  const repairs = await make.category({ name: 'Repairs' })
  const closed = await make.category({
    name: 'Repairs backroom',
    rights: { see: [GROUP.moderators], create: [GROUP.moderators] },
  })
  await make.thread({ categoryId: repairs.id, tags: ['resoling', 'wet leather'] })
  await make.thread({ by: people.mo, categoryId: closed.id, tags: ['resigned'] })
  await app.settled()
  const visitor = app.visitor()
  const complete = async (operator: string, q: string, client = visitor) => {
    const answer = await client.api('GET', `/search/completions?${new URLSearchParams({ operator, q })}`)
    return answer.json<{ items: Value[] }>().items
  }
  const values = async (...asked: Parameters<typeof complete>) => (await complete(...asked)).map(({ value }) => value)

  t.test('categories in sight, by their names and by how addresses call them', async t => {
    t.strictSame(await complete('in', 'rep'), [{ value: repairs.slug, label: 'Repairs' }])
    t.strictSame(await values('in', 'PAIR'), [repairs.slug])
    t.ok((await values('in', '')).includes(repairs.slug), 'those that there are, while nothing is typed')
    t.strictSame(await values('in', 'nowhere'), [])
    t.strictSame(await values('in', 'rep', await app.as(people.mo)), [repairs.slug, closed.slug])
  })

  t.test('members who may be looked up by what they wrote; and oneself', async t => {
    t.strictSame(await complete('by', '@no'), [{ value: 'noor', label: 'noor' }])
    t.strictSame(await values('by', ''), [])
    const mia = await app.as(people.mia)
    t.strictSame(await complete('by', '', mia), [{ value: 'me', label: say('search.help.mine') }])
    t.strictSame(await values('by', 'm', mia), ['me', ...(await values('by', 'm'))])
    const shy = { activityAudience: 'nobody' } as const
    await database.db.update(members).set(shy).where(eq(members.id, people.noor.id))
    t.strictSame(await values('by', 'no', mia), [])
    t.strictSame(await values('by', 'no', await app.as(people.noor)), ['noor'])
    for (const odd of ['%', '_', '\\', "'", 'x'.repeat(60)]) t.strictSame(await values('by', odd), [], odd)
  })

  t.test('tags in sight', async t => {
    t.strictSame(await values('tag', '#res'), ['resoling'])
    t.strictSame(await complete('tag', 'leath'), [{ value: 'wet-leather', label: 'wet-leather' }])
    t.strictSame((await values('tag', 'res', await app.as(people.mo))).toSorted(), ['resigned', 'resoling'])
  })

  t.test('states of kinds in either language, and what is a member’s own', async t => {
    t.strictSame(await complete('is', 'ans'), [{ value: 'answered', label: 'Question, Answered' }])
    t.strictSame(await values('is', 'resol'), ['résolue'], 'without its accents')
    t.notOk((await values('is', '')).includes('unread'))
    const mia = await app.as(people.mia)
    t.strictSame((await values('is', '', mia)).slice(0, 3), ['mine', 'unread', 'read'])
    t.strictSame(await values('is', 'un', mia), ['unread', 'unanswered'])
    for (const word of await values('is', '', mia)) {
      const answer = await mia.api('GET', `/search?q=is:${encodeURIComponent(word)}`)
      t.match(answer.json(), { unknown: [] }, word)
    }
  })

  t.test('days by what they are called', async t => {
    t.strictSame(await values('after', ''), ['2026-03-10', '2026-03-09', '2026-03-03', '2026-02-08', '2025-03-10'])
    t.strictSame(await complete('before', 'yest'), [{ value: '2026-03-09', label: say('search.day.yesterday') }])
    t.strictSame(await values('after', '2026-02'), ['2026-02-08'])
    const inFrench = app.visitor({ 'accept-language': 'fr' })
    t.strictSame(await complete('after', 'hier', inFrench), [
      { value: '2026-03-09', label: dire('search.day.yesterday') },
    ])
  })

  t.test('asked wrongly', async t => {
    for (const query of [
      'q=x',
      'operator=from',
      'operator=in&q=%00',
      `operator=in&q=${'x'.repeat(61)}`,
      'operator=in&x=1',
    ])
      t.equal((await visitor.api('GET', `/search/completions?${query}`)).status, 422, query)
  })
})

t.test('completions are counted with the suggestions', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  const visitor = app.visitor()
  const asked = []
  for (let one = 0; one < 120; one++) {
    asked.push((await visitor.api('GET', '/search/completions?operator=in')).status)
    asked.push((await visitor.api('GET', '/search/suggestions?q=x')).status)
  }
  t.strictSame([...new Set(asked)], [200])
  t.equal((await visitor.api('GET', '/search/completions?operator=in')).status, 429)
})
