/** Sockets that do not do their part: who never reads, who never answers, and how all of them are told good-bye. */
import t from 'tap'
import { WebSocket } from 'ws'
import * as reactions from '../../server/reactions/service.ts'
import { folderFor, guildhall } from '../ops/processes.ts'
import { startApp } from '../support/app.ts'
import { Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'

const MEGABYTE = 1024 * 1024

t.test('who never reads is let go before it holds our memory, and others go on hearing', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread()
  const post = await app.make.post({ threadId: thread.id, by: people.mia, body: 'Word upon word. '.repeat(1900) })
  await app.settled()
  const [asleep, awake] = [await Listener.open(app.visitor()), await Listener.open(app.visitor())]
  t.teardown(() => [asleep, awake].map(one => one.socket.terminate()))
  for (const one of [asleep, awake]) await one.subscribe(`thread:${thread.id}`, { html: 'en' })
  asleep.socket.pause()
  const [served] = app.server.app.websocketServer.clients
  if (!served) throw new Error('nobody is there')
  const ctx = await app.ctx(people.noor)
  let most = 0
  let told = 0
  for (; served.readyState === served.OPEN && told < 1000; told += 2) {
    await reactions.add(ctx, { postId: post.id, key: 'heart' })
    await reactions.remove(ctx, { postId: post.id, key: 'heart' })
    await app.settled()
    await awake.settled()
    most = Math.max(most, served.bufferedAmount)
  }
  t.not(served.readyState, served.OPEN, `it was let go after ${told} events`)
  t.ok(most < 1.1 * MEGABYTE, `at most ${most} bytes waited for it`)
  t.equal(awake.events().length, told)
  asleep.socket.resume()
  t.match(await asleep.closed(), { code: 1013 }, 'and it is told why, should it wake up')
})

t.test('who gives no sign of life is let go at the second beat', async t => {
  const { server, url } = await startApp(t)
  const silent = new WebSocket(`${url.replace('http', 'ws')}/live`, { autoPong: false })
  const gone = new Promise<number>(resolve => silent.on('close', resolve))
  await new Promise(resolve => silent.on('open', resolve))
  const answering = await Listener.at(url, {})
  t.teardown(() => answering.close())
  server.live.beat()
  await answering.settled()
  t.equal(server.live.size, 2)
  server.live.beat()
  t.equal(await gone, 1006)
  await answering.settled()
  t.equal(server.live.size, 1)
})

t.test('a server that goes says so, and goes, whoever listens', async t => {
  const folder = await folderFor(t)
  const running = guildhall(folder, ['start'])
  const url = (await running.line(/^Guildhall is at /)).slice('Guildhall is at '.length)
  const listeners = await Promise.all(Array.from({ length: 20 }, () => Listener.at(url, {})))
  const asleep = await Listener.at(url, {})
  t.teardown(() => asleep.socket.terminate())
  for (const one of listeners) await one.subscribe('latest')
  asleep.socket.pause()
  const began = performance.now()
  running.kill('SIGINT')
  for (const one of listeners) t.match(await one.closed(), { code: 1012, reason: 'restart' })
  t.equal(await running.ended, 0)
  t.ok(performance.now() - began < 15_000, 'who is asleep does not keep it')
})
