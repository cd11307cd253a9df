import { Agent } from 'node:http'
import t from 'tap'
import { folderFor, guildhall } from '../ops/processes.ts'
import { Client } from '../support/http.ts'

t.test('the demo is not opened to others by accident', async t => {
  const process = guildhall(await folderFor(t), ['demo'], { env: { HOST: '0.0.0.0' } })
  t.equal(await process.ended, 2)
  t.match(process.complaint(), /others can reach: add --open/)
})

t.test('what is no demo is not removed to make one', async t => {
  const folder = await folderFor(t)
  t.equal(await guildhall(folder, ['migrate']).ended, 0)
  const process = guildhall(folder, ['demo', '--reset'])
  t.equal(await process.ended, 1)
  t.match(process.complaint(), /holds no demo: it was left as it is/)
  t.equal(await guildhall(folder, ['migrate']).ended, 0, 'it is still there')
})

t.test('the demo says how to sign in, and is found again at the second start', async t => {
  const folder = await folderFor(t)
  const first = guildhall(folder, ['demo', '--quiet'])
  const administrator = await first.line(/^ {2}administrator/)
  t.match(first.said(), /^Made \d+ members, \d+ threads and \d+ posts$/m)
  const [, name = '', password = ''] = administrator.trim().split(/\s+/)
  const [address = ''] = /http:\S+/.exec(first.said()) ?? []
  const agent = new Agent()
  t.teardown(() => agent.destroy())
  const client = new Client(address, agent)
  t.equal((await client.api('POST', '/session', { name, password })).status, 200)
  t.equal((await client.get('/admin')).status, 200)
  first.kill('SIGINT')
  t.equal(await first.ended, 0)

  const second = guildhall(folder, ['demo'])
  t.equal(await second.line(/^ {2}administrator/), administrator)
  t.notMatch(second.said(), /Made/)
  second.kill('SIGINT')
  t.equal(await second.ended, 0, 'the bot keeps nobody from going')
})
