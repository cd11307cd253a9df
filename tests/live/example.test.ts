/** The client in docs/examples, as a program of its own. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import * as tokens from '../../server/tokens/service.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

const CLIENT = fileURLToPath(new URL('../../docs/examples/live.mjs', import.meta.url))

/** Runs it. @returns the lines that it has printed so far, and its exit code when it has ended */
function run(t: Test, args: readonly string[], token?: string) {
  const child = spawn(process.execPath, [CLIENT, ...args], {
    env: { PATH: process.env.PATH, ...(token !== undefined && { GUILDHALL_TOKEN: token }) },
  })
  t.teardown(() => child.kill())
  const lines: string[] = []
  createInterface(child.stdout).on('line', line => lines.push(line))
  return {
    lines,
    said: (pattern: RegExp) => until(async () => lines.some(line => pattern.test(line)), `it said ${pattern}`),
    ended: new Promise<number | null>(resolve => child.on('exit', resolve)),
  }
}

t.test('the client in the docs', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread()
  await app.settled()
  const channel = `thread:${thread.id}`

  t.test('it hears what happens, also what happened while it was cut off, once', async t => {
    const client = run(t, [app.url, channel])
    await client.said(/subscribed/)
    const ids = [(await app.make.post({ threadId: thread.id })).id]
    await client.said(/post\.created/)
    app.server.live.terminate()
    for (let count = 0; count < 3; count++) ids.push((await app.make.post({ threadId: thread.id })).id)
    await client.said(new RegExp(`"postId":"${ids.at(-1)}"`))
    const heard = client.lines.flatMap(line => /"postId":"(\d+)"/.exec(line)?.[1] ?? [])
    t.strictSame(heard, ids.map(String))
  })

  t.test('it is told when it must read again', async t => {
    const client = run(t, [app.url, channel, '999999999'])
    await client.said(/read it again/)
  })

  t.test('it ends when it may not listen, or no longer', async t => {
    const ctx = await app.ctx(people.mia)
    const { id, token } = await tokens.create(ctx, { name: 'A listener', scopes: ['read'] })
    t.equal(await run(t, [app.url, 'me']).ended, 1)
    const client = run(t, [app.url, 'me'], token)
    await client.said(/"unread":\d/)
    await tokens.revoke(ctx, { id })
    t.equal(await client.ended, 1)
  })
})
