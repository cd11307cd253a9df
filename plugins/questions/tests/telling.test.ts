/** Who is told of what. What becomes of it in their notifications is core's. */
import { eq, sql } from 'drizzle-orm'
import t from 'tap'
import { threads } from '../../../db/tables/index.ts'
import { changeSettings } from '../../../server/core/settings.ts'
import { CallUnderWay } from '../../../server/plugins/call.ts'
import { contextOf, type PluginCtx, pluginContext, type Told } from '../../../server/plugins/context.ts'
import { type Person, people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import questions from '../plugin.tsx'
import { remind } from '../remind.ts'
import { accept, join, verify } from '../service.ts'
import { tellSome } from '../tell.ts'
import { type Question, questionBy } from './questions.ts'

const PLUGIN = contextOf(questions)
const DAY_MS = 24 * 60 * 60 * 1000

type Heard = Told & { readonly type: string }

/** A context that keeps what it is asked to tell, and does not do it. */
function hearing(ctx: PluginCtx, heard: Heard[]): PluginCtx {
  return {
    ...ctx,
    notify: async (type, told) => void heard.push(...told.map(one => ({ type, ...one }))),
    addJob: async () => {},
    transaction: work => ctx.transaction(inner => work(hearing(inner, heard))),
  }
}

t.test('who is told', async t => {
  const app = await startStaged(t)
  const { ada, mo, mia, noor } = people
  const as = async (who?: Person) => pluginContext(await app.ctx(who), PLUGIN, new CallUnderWay())
  const told = async (who: Person | undefined, act: (ctx: PluginCtx) => Promise<void>) => {
    const heard: Heard[] = []
    await act(hearing(await as(who), heard))
    return heard
  }
  const refOf = ({ id, replies: [postId = 0] }: Question) => ({ threadId: id, postId })
  const { signal } = new AbortController()

  await t.test('the author of an accepted answer, and who has the same question', async t => {
    const question = await questionBy(app)
    const ref = refOf(question)
    for (const who of [ada, mo, noor]) await join(await as(who), question.id)
    t.strictSame(await told(mia, ctx => accept(ctx, ref)), [
      { type: 'accepted', memberId: noor.id, postId: ref.postId, actorId: mia.id },
    ])
    t.strictSame(await told(mia, ctx => accept(ctx, ref)), [], 'once')
    const waiting = { postId: ref.postId, mark: 'accepted', after: 0 }
    const others = [ada, mo].map(({ id }) => ({ type: 'answered', memberId: id, actorId: mia.id, postId: ref.postId }))
    t.strictSame(await told(undefined, ctx => tellSome(ctx, waiting)), others, 'its author is told the other way')
    t.strictSame(await told(undefined, ctx => tellSome(ctx, { ...waiting, after: ada.id })), others.slice(1))
    t.strictSame(await told(undefined, ctx => tellSome(ctx, { ...waiting, mark: 'verified' })), [], 'it is not')
    for (const nonsense of [null, {}, { ...waiting, mark: 'other' }])
      t.strictSame(await told(undefined, ctx => tellSome(ctx, nonsense)), [])
  })

  await t.test('the author of a verified answer, and the asker', async t => {
    const ref = refOf(await questionBy(app))
    t.strictSame(await told(mo, ctx => verify(ctx, ref)), [
      { type: 'verified', memberId: noor.id, postId: ref.postId, actorId: mo.id },
      { type: 'answered', memberId: mia.id, postId: ref.postId, actorId: mo.id },
    ])
    const own = await questionBy(app, { by: noor })
    t.match(await told(mo, ctx => verify(ctx, refOf(own))), [{ type: 'verified', memberId: noor.id }], 'once for all')
  })

  await t.test('in the background in the end', async t => {
    const question = await questionBy(app)
    await join(await as(ada), question.id)
    await accept(await as(mia), refOf(question))
    await app.settled()
    const { db } = await app.ctx()
    const [waiting] = await db.execute<{ jobs: number }>(sql`
      select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'questions.tell'`)
    t.equal(waiting?.jobs, 0, 'the job is done')
  })

  await t.test('askers who got replies are reminded, once', async t => {
    const { db } = await app.ctx()
    await db.execute(sql`delete from plugin_questions.answers`)
    const [old, young, alone, monologue, answered] = [
      await questionBy(app),
      await questionBy(app),
      await questionBy(app, { replies: 0 }),
      await questionBy(app, { by: noor }),
      await questionBy(app),
    ]
    const ids = [old.id, alone.id, monologue.id, answered.id]
    const began = new Date(Date.now() - 6 * DAY_MS)
    for (const id of ids) await db.update(threads).set({ createdAt: began }).where(eq(threads.id, id))
    await accept(await as(mia), refOf(answered))
    const ofThese = (heard: readonly Heard[]) =>
      heard.filter(({ postId }) => [old, young, monologue, answered].some(one => one.replies.includes(postId)))
    const reminder = { type: 'reminder', memberId: mia.id, postId: old.replies[1], actorId: null }
    await changeSettings(await app.ctx(ada), { 'questions.remindAfterDays': 0 })
    t.strictSame(await told(undefined, ctx => remind(ctx, null, signal)), [], 'never, where that is wished')
    await changeSettings(await app.ctx(ada), { 'questions.remindAfterDays': 5 })
    t.strictSame(ofThese(await told(undefined, ctx => remind(ctx, null, signal))), [reminder])
    t.strictSame(await told(undefined, ctx => remind(ctx, null, signal)), [])
    await db.update(threads).set({ createdAt: began }).where(eq(threads.id, young.id))
    const twice = await Promise.all([1, 2].map(() => told(undefined, ctx => remind(ctx, null, signal))))
    t.match(twice.flat(), [{ postId: young.replies[1] }], 'by two at once as well')
    t.equal(twice.flat().length, 1)
  })

  await t.test('and they find it among their notifications', async t => {
    const question = await questionBy(app)
    await accept(await as(mia), refOf(question))
    await app.settled()
    const client = await app.as(noor)
    const row = (await client.get('/notifications')).page.querySelector('.told > li')
    t.match(row?.textContent, /Mia accepted your answer/i)
    const { items } = (await client.api('GET', '/notifications')).json<{ items: object[] }>()
    t.match(items[0], { kind: 'questions.accepted', post: { id: String(question.replies[0]) } })
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})
