/** Members, categories and tags by their names: of what one may know, and no more. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../db/tables/index.ts'
import { GROUP, VISITOR } from '../../server/core/actor.ts'
import { named } from '../../server/search/names.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

t.test('names', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const visitor = await app.ctx(VISITOR)

  t.test('members by how their name or the name they show begins', async t => {
    const member = await make.member()
    await database.db.update(members).set({ displayName: 'Zoë Ankerhelm' }).where(eq(members.id, member.id))
    const called = async (q: string) => (await named(visitor, q, 3)).members.map(one => one.name)
    t.strictSame(await called('ZOË'), [member.name])
    t.strictSame(await called(`@${member.name}`), [member.name])
    t.strictSame(await called('kerhelm'), [])
    for (const odd of ['%%', '__', '\\\\', "''", 'z']) t.strictSame(await called(odd), [], odd)
    await database.db
      .update(members)
      .set({ suspendedUntil: new Date(Date.now() + 1e9) })
      .where(eq(members.id, member.id))
    t.strictSame(await called('zoë'), [], 'who is suspended is left out')
  })

  t.test('categories and tags in sight', async t => {
    const rights = { see: [GROUP.moderators], create: [GROUP.moderators] }
    const [open, closed] = [await make.category({ name: 'Été' }), await make.category({ name: 'Été hidden', rights })]
    await make.thread({ by: people.mo, categoryId: open.id, tags: ['etelage'] })
    await make.thread({ by: people.mo, categoryId: closed.id, tags: ['etesecret'] })
    await app.settled()
    const seen = await named(visitor, 'ete', 3)
    t.strictSame(
      seen.categories.map(one => one.id),
      [open.id],
    )
    t.strictSame(
      seen.tags.map(one => one.slug),
      ['etelage'],
    )
    const all = await named(await app.ctx(people.mo), 'ete', 3)
    t.strictSame(
      all.categories.map(one => one.id),
      [open.id, closed.id],
    )
    t.equal(all.tags.length, 2)
    t.equal((await named(await app.ctx(people.mo), 'ete', 1)).tags.length, 1)
  })
})
