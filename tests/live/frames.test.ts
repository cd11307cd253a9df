/** What clients send, of every kind: each frame is answered or ends the socket, and none of them troubles the server. */
import t, { type Test } from 'tap'
import { startApp, type TestApp } from '../support/app.ts'
import { type Frame, Listener } from '../support/listener.ts'

const opened = async (t: Test, app: TestApp): Promise<Listener> => {
  const listener = await Listener.open(app.visitor())
  t.teardown(() => listener.socket.terminate())
  return listener
}

/** The answers to frames that each have one: few enough to a socket that it bears them. */
async function answersTo(app: TestApp, frames: readonly unknown[]): Promise<readonly Frame[]> {
  const listener = await Listener.open(app.visitor())
  for (const frame of frames.slice(0, 10)) listener.send(frame)
  await listener.settled()
  listener.socket.terminate()
  const answers = listener.frames.slice(0, -1)
  return frames.length > 10 ? [...answers, ...(await answersTo(app, frames.slice(10)))] : answers
}

t.test('frames', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread()
  await app.settled()
  const channel = `thread:${thread.id}`

  t.test('what is no frame is refused, and the socket goes on', async t => {
    const deep = (open: string, close: string) => open.repeat(600) + close.repeat(600)
    const wrong: readonly unknown[] = [
      '',
      ' ',
      'hello',
      '{',
      '{"op":"ping"} {}',
      'null',
      'true',
      '42',
      '"ping"',
      '[]',
      '[{"op":"ping"}]',
      '{}',
      deep('[', ']'),
      deep('{"a":', '}').replace('{"a":}', '{"op":"ping"}'),
      Buffer.from([0, 1, 2, 3]),
      Buffer.from('{"op":"ping"}'),
      { op: null },
      { op: 'PING' },
      { op: ['ping'] },
      { op: 'event' },
      { op: 'subscribed', channel },
      { op: '__proto__' },
      { op: 'constructor' },
      '{"op":"ping","__proto__":{"op":"ping"}}',
      '{"__proto__":{"op":"ping"}}',
      { op: 'ping', id: 1 },
      { op: 'ping', more: true },
      { op: 'subscribe' },
      { op: 'subscribe', channel: null },
      { op: 'subscribe', channel: 42 },
      { op: 'subscribe', channel: '' },
      { op: 'subscribe', channel: [channel] },
      { op: 'subscribe', channel: 'x'.repeat(101) },
      { op: 'subscribe', channel, more: 1 },
      ...[-1, 1.5, '1', null, true, 2 ** 53].map(id => ({ op: 'subscribe', channel, id })),
      ...[0, 1, -1, '', '-1', '1.5', '1e3', ' 1', '+1', '0x1', '1'.repeat(16), true, [], {}].map(after => ({
        op: 'subscribe',
        channel,
        after,
      })),
      ...['', 'de', 'EN', true, null, 1, ['en']].map(html => ({ op: 'subscribe', channel, html })),
      { op: 'unsubscribe' },
      { op: 'unsubscribe', channel, after: null },
      { op: 'typing', channel: {} },
    ]
    const answers = await answersTo(app, wrong)
    t.equal(answers.length, wrong.length)
    for (const [index, frame] of wrong.entries()) {
      const shown = typeof frame === 'string' ? frame.slice(0, 60) : JSON.stringify(frame)
      t.strictSame(answers[index], { op: 'error', code: 'bad-frame' }, shown)
    }
  })

  t.test('what names no channel is refused by name', async t => {
    const names = [
      'thread',
      'thread:',
      'thread:0',
      'thread:-1',
      'thread:01',
      'thread:1:2',
      'thread:1e3',
      'thread:1.0',
      'thread: 1',
      'thread:1\n',
      'thread:1\0',
      'thread:١',
      'thread:99999999999999999999',
      'thread:constructor',
      'Thread:1',
      ':1',
      ':',
      'latest:',
      'latest:1',
      'me:1',
      'category:x',
      'nothing',
      '__proto__',
      '__proto__:1',
      'constructor',
      'toString:1',
      '\0',
      '💥',
    ]
    t.strictSame(
      await answersTo(
        app,
        names.map(name => ({ op: 'subscribe', id: 7, channel: name })),
      ),
      names.map(name => ({ op: 'error', id: 7, channel: name, code: 'unknown-channel' })),
    )
  })

  t.test('what names nothing is not there to be heard', async t => {
    const names = ['thread:999999', 'thread:9999999999999999', 'category:9999999999999999', 'me']
    t.strictSame(
      await answersTo(
        app,
        names.map(channel => ({ op: 'subscribe', channel })),
      ),
      names.map(channel => ({ op: 'error', channel, code: 'forbidden' })),
    )
  })

  t.test('a position may be from long ago or from nowhere', async t => {
    const listener = await opened(t, app)
    t.match(await listener.subscribe(channel, { after: null }), { op: 'subscribed' })
    t.match(await listener.subscribe(channel, { after: '0' }), { op: 'subscribed', after: '0' })
    await listener.next(({ type }) => type === 'post.created')
    const from = listener.frames.length
    t.match(await listener.subscribe(channel, { after: '000000000000000' }), { op: 'subscribed', after: '0' })
    await listener.next(({ type }) => type === 'post.created', from)
    const { length } = listener.frames
    const answer = await listener.subscribe(channel, { after: '999999999999999' })
    t.not(answer.after, '999999999999999', 'nobody has been told what was never written')
    await listener.next(({ op }) => op === 'reset', length)
    const post = await app.make.post({ threadId: thread.id })
    t.match(await listener.next(({ type }) => type === 'post.created', length), { data: { postId: String(post.id) } })
  })

  t.test('who subscribes twice hears once, from where the second asked', async t => {
    const listener = await opened(t, app)
    const first = await listener.subscribe(channel, { id: 1 })
    const second = await listener.subscribe(channel, { id: 2 })
    t.match([first, second], [{ id: 1 }, { id: 2 }])
    await app.make.post({ threadId: thread.id })
    await listener.next(({ type }) => type === 'post.created')
    await app.settled()
    await listener.settled()
    t.equal(listener.events().length, 1)
  })

  t.test('who unsubscribes hears nothing more, and cannot do it twice', async t => {
    const listener = await opened(t, app)
    const notThere = { op: 'error', id: 3, channel, code: 'not-subscribed' }
    for (const op of ['unsubscribe', 'typing']) listener.send({ op, id: 3, channel })
    listener.send({ op: 'subscribe', channel })
    listener.send({ op: 'typing', channel })
    listener.send({ op: 'unsubscribe', channel })
    listener.send({ op: 'unsubscribe', id: 3, channel })
    await listener.settled()
    t.match(listener.frames, [notThere, notThere, { op: 'subscribed' }, notThere, { op: 'pong' }])
    await app.make.post({ threadId: thread.id })
    await app.settled()
    await listener.settled()
    t.equal(listener.events().length, 0)
  })

  t.test('there is a most to what one socket listens to', async t => {
    const listener = await opened(t, app)
    const { categoryId } = thread
    const more = await Promise.all(Array.from({ length: 60 }, () => app.make.thread({ categoryId })))
    await app.settled()
    const names = [channel, ...more.map(({ id }) => `thread:${id}`)]
    const last = names.pop() ?? ''
    for (const name of names) t.equal((await listener.subscribe(name)).op, 'subscribed')
    t.equal((await listener.subscribe(last)).code, 'too-many')
    t.equal((await listener.subscribe(channel)).op, 'subscribed', 'the same again is not one more')
    listener.send({ op: 'unsubscribe', channel })
    t.equal((await listener.subscribe(last)).op, 'subscribed')
  })

  t.test('a frame that is too long ends the socket', async t => {
    const [one, other] = [await opened(t, app), await opened(t, app)]
    one.send(`{"op":"ping"${' '.repeat(5000)}}`)
    t.equal((await one.closed()).code, 1009)
    for (let part = 0; part < 10; part++) other.socket.send(' '.repeat(1000), { fin: false })
    t.equal((await other.closed()).code, 1009, 'in pieces too')
  })

  t.test('so does one that breaks the protocol', async t => {
    const listener = await opened(t, app)
    listener.socket.send(Buffer.from([0xff, 0xfe]), { binary: false })
    t.equal((await listener.closed()).code, 1007)
  })

  t.test('who goes on sending what is no frame is put out', async t => {
    const listener = await opened(t, app)
    for (let index = 0; index < 20; index++) listener.send('nonsense')
    t.match(await listener.closed(), { code: 1008, reason: 'not a frame' })
    t.equal(listener.frames.length, 10)
  })
})

t.test('with limits, who sends too much is put out', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' } })
  const [listener, calm] = [await opened(t, app), await opened(t, app)]
  for (let index = 0; index < 5000; index++) listener.send({ op: 'ping' })
  t.match(await listener.closed(), { code: 1008, reason: 'too many frames' })
  t.ok(listener.frames.length <= 125, 'and not answered')
  await calm.settled()
  const refused = await opened(t, app)
  for (let index = 0; index < 100; index++) refused.send({ op: 'subscribe', channel: 'thread:999999' })
  await refused.settled()
  t.equal(refused.frames.filter(({ code }) => code === 'forbidden').length, 100, 'a page with many channels is not')
})

t.test('who asks without end whether we are there does not fill our memory', async t => {
  const app = await startApp(t)
  const listener = await opened(t, app)
  listener.socket.pause()
  const served = [...app.server.app.websocketServer.clients].at(-1)
  for (let index = 0; index < 200_000 && served?.readyState === served?.OPEN; index++) {
    listener.socket.ping('x'.repeat(125))
    if (index % 1000 === 0) await new Promise(resolve => setImmediate(resolve))
  }
  t.ok((served?.bufferedAmount ?? 0) < 2 * 1024 * 1024)
  t.equal((await app.visitor().get('/healthz')).status, 200)
})
