/** A thread's channel: what happens in it is told to who may see it, in order and once. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'

t.test('a thread, live', async t => {
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)

  t.test(
    'a reply, an edit, a reaction and a deletion are told to who listens, with fragments for their page',
    async t => {
      const thread = await make.thread({ by: people.mia })
      await app.settled()
      const listener = await Listener.open(noor)
      t.teardown(() => listener.close())
      const channel = `thread:${thread.id}`
      await listener.subscribe(channel, { id: 1, html: 'en' })
      const { id } = (await mia.api('POST', `/threads/${thread.id}/posts`, { body: 'Live **now**' })).json<{
        id: string
      }>()
      const created = await listener.next(frame => frame.type === 'post.created')
      t.match(created, { channel, data: { postId: id, threadId: String(thread.id), number: 2 } })
      t.match(created.html, /<turbo-stream action="append" target="thread-\d+-posts"><template><li id="post-\d+"/)
      t.match(created.html, /Live <strong>now<\/strong>/)
      t.match(created.html, /aria-label="Reply to post 2"/, 'with what its readers may do')
      await mia.api('PATCH', `/posts/${id}`, { body: 'Live *then*' })
      t.match((await listener.next(frame => frame.type === 'post.edited')).html, /method="morph".*<em>then<\/em>/s)
      await noor.api('PUT', `/posts/${id}/reactions/heart`)
      t.match((await listener.next(frame => frame.type === 'reaction.added')).html, /aria-pressed="false".*>1</s)
      await mia.api('DELETE', `/posts/${id}`)
      t.equal(
        (await listener.next(frame => frame.type === 'post.deleted')).html,
        `<turbo-stream action="remove" target="post-${id}"></turbo-stream>`,
      )
      t.strictSame(
        listener.events().map(({ type }) => type),
        ['post.created', 'post.edited', 'reaction.added', 'post.deleted'],
      )
    },
  )
})
