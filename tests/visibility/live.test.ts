/** Over the socket nobody hears of what is out of their sight: whoever asks for all that ever happened is told their share. */
import t from 'tap'
import { categoryTree } from '../../server/categories/tree.ts'
import { canViewThread } from '../../server/threads/policy.ts'
import { startApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { buildWorld, type Thing, type Viewer } from './world.ts'

t.test('live channels', async t => {
  const app = await startApp(t, { bundled: true })
  const world = await buildWorld(app)
  await app.settled()
  const threads = await app.database.db.query.threads.findMany()
  const places = world.things.filter(({ kind }) => kind === 'thread' || kind === 'category')

  const sees = ({ ctx }: Viewer, { kind, id, threadId }: Thing): boolean => {
    const tree = ctx.read(categoryTree)
    if (kind === 'category') return tree.allows(ctx.actor, 'see', id)
    return threads.some(one => one.id === (kind === 'thread' ? id : threadId) && canViewThread(tree, ctx.actor, one))
  }

  for (const viewer of world.viewers) {
    t.test(viewer.name, async t => {
      const listener = await Listener.open(viewer.client)
      t.teardown(() => listener.close())
      const wrong = []
      for (const place of places) {
        const channel = `${place.kind}:${place.id}`
        const { op } = await listener.subscribe(channel, { after: '0', html: 'en' })
        if ((op === 'subscribed') !== sees(viewer, place)) wrong.push(`${channel}: ${op}`)
        if (place.kind === 'category') continue
        const presence = await listener.subscribe(`presence:${place.id}`)
        if ((presence.op === 'subscribed') !== sees(viewer, place)) wrong.push(`presence of ${channel}: ${presence.op}`)
        // One connection may listen to so many at once.
        if (presence.op === 'subscribed') listener.send({ op: 'unsubscribe', channel: `presence:${place.id}` })
      }
      await listener.subscribe('latest', { after: '0' })
      await listener.settled()
      t.strictSame(wrong, [])
      const heard = JSON.stringify(listener.frames).toLowerCase()
      const leaks = world.things.filter(thing => heard.includes(thing.word) && !sees(viewer, thing))
      t.strictSame(
        leaks.map(({ kind, id }) => `${kind} ${id}`),
        [],
      )
    })
  }
})
