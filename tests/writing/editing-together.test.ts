/** Two editors of one post lose nothing, whichever of them is slower. */
import { asc, eq } from 'drizzle-orm'
import t from 'tap'
import { postRevisions } from '../../db/tables/index.ts'
import { edit } from '../../server/posts/edit.ts'
import { formOf } from '../support/html.ts'
import { people } from '../support/people.ts'
import { changesOn, historyOf, startEditing } from './edits.ts'

t.test('two editors', async t => {
  const { app, make, db, mia, noor, mo, change } = await startEditing(t)

  t.test('whoever was slower sees both texts, and loses neither', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Bend the boot by hand' })
    const form = await noor.get(`/posts/${id}/edit`)
    await change(mo, id, { body: 'Bend the boot in a vice', reason: 'Stronger' })
    const conflict = await form.submit(`/posts/${id}`, { body: 'Bend the boot twice', reason: 'Why not' })
    t.equal(conflict.status, 412)
    t.match(conflict.seen('#meanwhile'), /mo edited this/)
    t.match(conflict.page.querySelector('#theirs')?.textContent, /Bend the boot in a vice/)
    t.strictSame(changesOn(conflict), { removed: ['in a vice'], added: ['twice'] })
    const { values } = formOf(conflict.page, `/posts/${id}`)
    t.match(values, { body: ['Bend the boot twice'], reason: ['Why not'] })
    await change(mo, id, { body: 'Bend the boot in two vices', reason: 'Even stronger' })
    const again = await conflict.submit(`/posts/${id}`)
    t.equal(again.status, 412, 'a third text is a conflict of its own')
    const saved = await again.submit(`/posts/${id}`)
    t.equal(saved.status, 303, 'who has seen it wins')
    t.strictSame(
      (await historyOf(mia, id)).map(one => one.body),
      ['Bend the boot twice', 'Bend the boot in two vices', 'Bend the boot in a vice', 'Bend the boot by hand'],
    )
    t.equal(
      (await form.submit(`/posts/${id}`, { body: 'Bend the boot twice' })).status,
      303,
      'what is there already was not lost',
    )
  })

  t.test('editors at the same moment: one is first, the others are told, every text is kept or given back', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Zero' })
    await mo.api('PUT', `/posts/${id}/wiki`)
    const [one, two, three] = [
      await mia.get(`/posts/${id}/edit`),
      await noor.get(`/posts/${id}/edit`),
      await mo.get(`/posts/${id}/edit`),
    ]
    const sent = await Promise.all(
      [one, two, three].map((form, index) => form.submit(`/posts/${id}`, { body: `By editor ${index}` })),
    )
    t.strictSame(sent.map(answer => answer.status).sort(), [303, 412, 412])
    const kept = (await historyOf(mia, id)).map(one => one.body)
    for (const [index, answer] of sent.entries()) {
      const text = `By editor ${index}`
      const there =
        answer.status === 303 ? kept.includes(text) : formOf(answer.page, `/posts/${id}`).values.body?.[0] === text
      t.ok(there, text)
    }
  })

  t.test('edits that name no version queue, and each of them is a version', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'Zero' })
    const ctx = await app.ctx(people.noor)
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => edit(ctx, { id, body: `Turn ${index}`, reason: 'At once' })),
    )
    const rows = await db
      .select()
      .from(postRevisions)
      .where(eq(postRevisions.postId, id))
      .orderBy(asc(postRevisions.version))
    t.strictSame(
      rows.map(row => row.version),
      [1, 2, 3, 4, 5, 6, 7, 8],
    )
    t.equal(new Set((await historyOf(mia, id)).map(one => one.body)).size, 9)
  })

  t.test('a draft of an edit knows from which version it began', async t => {
    const thread = await make.thread()
    const { id } = await make.post({ by: people.noor, threadId: thread.id, body: 'First' })
    const form = await noor.get(`/posts/${id}/edit`)
    await form.submit(`/posts/${id}`, { body: 'Begun', reason: 'Because', intent: 'draft' })
    await change(mo, id, { body: 'Meanwhile', reason: 'Faster' })
    const resumed = await noor.get(`/posts/${id}/edit`)
    t.match(resumed.seen('#meanwhile'), /mo edited this/)
    t.match(formOf(resumed.page, `/posts/${id}`).values, { body: ['Begun'], reason: ['Because'] })
  })
})
