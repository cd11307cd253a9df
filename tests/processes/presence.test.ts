/** Two processes on one database: who is in a thread through one is seen through the other. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { type Frame, Listener } from '../support/listener.ts'
import { people } from '../support/people.ts'
import { KINDS } from './kinds.ts'

for (const kind of KINDS) {
  t.test(`who is in a thread, with two processes on ${kind.name}`, { skip: kind.skip }, async t => {
    const env = await kind.variables(t)
    const here = await startApp(t, { env })
    const there = await startApp(t, { env, target: here.target })
    const thread = await here.make.thread()
    const channel = `presence:${thread.id}`
    const mine = await Listener.open(await here.as(people.mia))
    const hers = await Listener.open(await there.as(people.noor))
    t.teardown(() => [mine, hers].map(one => one.close()))
    await mine.subscribe(channel)
    await hers.subscribe(channel)
    const told = (is: RegExp) => (frame: Frame) => frame.op === 'state' && is.test(JSON.stringify(frame.data))
    await mine.next(told(/"count":2/))
    await hers.next(told(/"count":2/))

    hers.send({ op: 'typing', channel })
    await mine.next(told(/"typing":\["4"\]/))
    await there.server.farewell()
    await hers.closed()
    await mine.next(told(/"count":1/), mine.frames.length)
    t.pass()
  })
}
