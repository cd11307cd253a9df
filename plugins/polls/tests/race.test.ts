/** Two hundred members vote at once, in two processes, and some change their mind. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../../db/tables/index.ts'
import { memberActor } from '../../../server/core/actor.ts'
import { CallUnderWay } from '../../../server/plugins/call.ts'
import { contextOf, pluginContext } from '../../../server/plugins/context.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import polls from '../plugin.tsx'
import { close, vote, withdraw } from '../service.ts'
import { LUNCH, pollBy } from './polls.ts'

const VOTERS = 200
const PLUGIN = contextOf(polls)

t.test('every vote is counted once', async t => {
  const one = await startStaged(t)
  const two = await startStaged(t, { target: one.target })
  const { db } = await one.ctx()
  const named = Array.from({ length: VOTERS }, (_, at) => ({
    name: `voter${at}`,
    email: `voter${at}@people.example`,
    trustLevel: 1,
  }))
  const voters = await db.insert(members).values(named).returning({ id: members.id })
  const { postId } = await pollBy(one, LUNCH)
  // The category is new: the other process hears of it from the log.
  await two.settled()
  const as = async (id: number, at: number) => {
    const actor = memberActor({ id, name: `voter${at}`, trustLevel: 1, verified: true, joined: [] })
    return pluginContext((await [one, two][at % 2]?.ctx(actor)) ?? (await one.ctx(actor)), PLUGIN, new CallUnderWay())
  }
  const everybody = (act: (ctx: Awaited<ReturnType<typeof as>>, at: number) => Promise<void>) =>
    Promise.all(voters.map(async ({ id }, at) => act(await as(id, at), at)))
  const ref = { postId, place: 0 }
  const kept = async () => {
    const [row] = await db.execute<{ votes: number; ballots: number; bread: number }>(sql`
      select votes, (select count(*)::int from plugin_polls.ballots where post_id = ${postId}) as ballots,
        (select count(*)::int from plugin_polls.ballots where post_id = ${postId} and choice = '{1}') as bread
      from plugin_polls.polls where post_id = ${postId}`)
    return row
  }

  await everybody((ctx, at) => vote(ctx, ref, () => [at % 4 === 0 ? 1 : 0]))
  t.strictSame(await kept(), { votes: VOTERS, ballots: VOTERS, bread: VOTERS / 4 })

  // Each in both processes at once: half change their mind, a quarter go, and all of it twice.
  await everybody(async (ctx, at) => {
    const other = await as(voters[at]?.id ?? 0, at + 1)
    const act = (ctx: typeof other) =>
      at % 4 === 1 ? withdraw(ctx, ref) : vote(ctx, ref, () => [at % 2 === 0 ? 1 : 0])
    await Promise.all([act(ctx), act(other)])
  })
  t.strictSame(await kept(), { votes: (VOTERS * 3) / 4, ballots: (VOTERS * 3) / 4, bread: VOTERS / 2 })

  const mia = pluginContext(await two.ctx(people.mia), PLUGIN, new CallUnderWay())
  const late = await Promise.all([
    close(mia, ref).then(() => 'closed'),
    ...voters.slice(0, 50).map(async ({ id }, at) =>
      withdraw(await as(id, at), ref).then(
        () => 'gone',
        () => 'late',
      ),
    ),
  ])
  const gone = late.filter(word => word === 'gone').length
  const after = await kept()
  t.equal(after?.votes, after?.ballots)
  t.ok(after && after.ballots >= (VOTERS * 3) / 4 - gone, 'none that was refused is gone')
  t.strictSame([...one.errors, ...two.errors], [])
})
