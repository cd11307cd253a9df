/** What members find in their notifications. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { threads } from '../../../db/tables/index.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { hiddenCategory, questionBy, run } from './questions.ts'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000

t.test('members hear of answers', async t => {
  const app = await startStaged(t)
  const mia = await app.as(people.mia)
  const mo = await app.as(people.mo)
  const noor = await app.as(people.noor)
  const ada = await app.as(people.ada)

  type Item = { kind: string; actors: { name: string }[]; thread: { id: string }; post: { id: string } }

  /** Kind, post and who did it, of what this plugin told somebody of a thread. */
  async function toldOf(who: typeof mia, { id }: { readonly id: number }) {
    await app.settled()
    // Jobs tell of something, too.
    await app.settled()
    const { items } = (await who.get('/api/v1/notifications?limit=100')).json<{ items: Item[] }>()
    return items
      .filter(({ kind, thread }) => kind.startsWith('questions.') && thread.id === String(id))
      .map(({ kind, post, actors }) => [kind, Number(post.id), actors[0]?.name ?? null])
  }

  await t.test('who wrote it, and who has the same question', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    await ada.api('PUT', `/questions/${question.id}/same`)
    await mia.api('PUT', `/questions/${question.id}/accepted/${one}`)
    t.strictSame(await toldOf(noor, question), [['questions.accepted', one, 'mia']])
    t.strictSame(await toldOf(ada, question), [['questions.answered', one, 'mia']])
    t.strictSame(await toldOf(mia, question), [], 'who did it knows')

    await mo.api('PUT', `/questions/${question.id}/verified/${two}`)
    t.ok((await toldOf(noor, question)).some(one => String(one) === `questions.verified,${two},mo`))
    t.strictSame(await toldOf(mia, question), [['questions.answered', two, 'mo']])
  })

  await t.test('in their language', async t => {
    const page = await noor.get('/notifications')
    t.match(page.seen('main'), /mia accepted your answer/)
    t.match(page.seen('main'), /mo verified your answer/)
    const french = await noor.get('/notifications', { headers: { 'accept-language': 'fr' } })
    t.match(french.seen('main'), /mia a accepté votre réponse/)
  })

  await t.test('the asker is reminded once', async t => {
    const question = await questionBy(app)
    const { db } = await app.ctx()
    const createdAt = new Date(Date.now() - WEEK_MS)
    await db.update(threads).set({ createdAt }).where(eq(threads.id, question.id))
    await run(app, 'remind')
    t.strictSame(await toldOf(mia, question), [['questions.reminder', question.replies[1], null]])
    await run(app, 'remind')
    t.equal((await toldOf(mia, question)).length, 1, 'once')
  })

  await t.test('nobody hears of what they no longer see', async t => {
    const hidden = await hiddenCategory(app)
    const question = await questionBy(app)
    await ada.api('PUT', `/questions/${question.id}/same`)
    const { etag } = (await ada.get(`/api/v1/threads/${question.id}`)).headers
    const moved = await ada.api(
      'PATCH',
      `/threads/${question.id}`,
      { categoryId: String(hidden.id) },
      { 'if-match': etag },
    )
    t.equal(moved.status, 200, moved.text)
    await mo.api('PUT', `/questions/${question.id}/verified/${question.replies[0]}`)
    t.strictSame(await toldOf(noor, question), [])
    t.strictSame(await toldOf(mia, question), [])
    t.match(await toldOf(ada, question), [['questions.answered']])
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})
