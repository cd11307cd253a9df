import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { EnvError, loadEnv } from '../../server/core/env.ts'
import { temporaryFolder } from '../support/folder.ts'

const NO_FILE = ''

/** The lines of what is wrong with these variables. */
function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    loadEnv(source, NO_FILE)
  } catch (error) {
    if (error instanceof EnvError) return error.problems
    throw error
  }
  return []
}

t.test('environment', async t => {
  t.test('everything has a default that runs', async t => {
    const env = loadEnv({}, NO_FILE)
    t.equal(env.port, 3000)
    t.equal(env.host, '127.0.0.1')
    t.equal(env.publicUrl.href, 'http://localhost:3000/')
    t.equal(env.databaseUrl, null)
    t.equal(env.limits, true)
    t.equal(env.firstAdmin, null)
    t.strictSame(env.trustProxy, [])
  })

  t.test('an unknown name of ours is refused, names of others are none of our business', async t => {
    t.match(problemsOf({ GUILDHALL_ADMIN_EMIAL: 'a@b.example' }), [/^GUILDHALL_ADMIN_EMIAL /])
    t.strictSame(problemsOf({ HOME: '/root', NPM_CONFIG_X: 'y' }), [])
  })

  t.test('all wrong values are named at once, one line each', async t => {
    const problems = problemsOf({
      PORT: 'eighty',
      PUBLIC_URL: 'talk.example.org',
      DATABASE_URL: 'mysql://here/db',
      SMTP_URL: 'http://mail.example.org',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: 'true',
      WORKERS: '-1',
      VALKEY_URL: 'localhost:6379',
      MEILI_URL: 'localhost:7700',
      GUILDHALL_LIMITS: 'maybe',
      GUILDHALL_SPEED: '11',
    })
    const names = problems.map(line => line.split(' ')[0])
    t.strictSame(names.sort(), [
      'DATABASE_URL',
      'GUILDHALL_LIMITS',
      'GUILDHALL_SPEED',
      'LOG_LEVEL',
      'MEILI_URL',
      'PORT',
      'PUBLIC_URL',
      'SMTP_URL',
      'TRUST_PROXY',
      'VALKEY_URL',
      'WORKERS',
    ])
    t.notOk(problems.some(line => line.includes('\n')))
  })

  t.test('processes are counted, and 0 stands for one per core', async t => {
    t.equal(loadEnv({}, NO_FILE).workers, 1)
    t.equal(loadEnv({ WORKERS: '4' }, NO_FILE).workers, 4)
    t.equal(loadEnv({ WORKERS: '0' }, NO_FILE).workers, Math.min(availableParallelism(), 64))
    for (const text of ['65', '-1', '2.5', 'all', '1e1']) t.match(problemsOf({ WORKERS: text }), [/^WORKERS must be/])
    t.equal(loadEnv({ VALKEY_URL: 'rediss://cache.example/2' }, NO_FILE).valkeyUrl, 'rediss://cache.example/2')
  })

  t.test('ports that do not exist are refused', async t => {
    for (const port of ['65536', '-1', '3e3', '0x50', '3000 ', ' ', '١']) {
      const refused = problemsOf({ PORT: port }).length > 0
      t.equal(refused, !['3000 ', ' '].includes(port), `PORT=${JSON.stringify(port)}`)
    }
  })

  t.test('limits may be off only where nobody else can come', async t => {
    t.strictSame(problemsOf({ GUILDHALL_LIMITS: 'off' }), [])
    t.strictSame(problemsOf({ GUILDHALL_LIMITS: 'off', HOST: '::1' }), [])
    t.match(problemsOf({ GUILDHALL_LIMITS: 'off', HOST: '0.0.0.0' }), [/^GUILDHALL_LIMITS .*0\.0\.0\.0/])
  })

  t.test('the first administrator is named whole or not at all', async t => {
    t.match(problemsOf({ GUILDHALL_ADMIN_EMAIL: 'ada@people.example' }), [/go together/])
    const { firstAdmin } = loadEnv(
      { GUILDHALL_ADMIN_EMAIL: 'a@b.example', GUILDHALL_ADMIN_NAME: 'ada', GUILDHALL_ADMIN_PASSWORD: 'long enough 1' },
      NO_FILE,
    )
    t.strictSame(firstAdmin, { email: 'a@b.example', name: 'ada', password: 'long enough 1' })
  })

  t.test('a store for files is named whole or not at all', async t => {
    const whole = {
      S3_ENDPOINT: 'https://files.example',
      S3_BUCKET: 'guildhall',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: 'secret',
      S3_REGION: 'eu-west-3',
    }
    t.equal(loadEnv({}, NO_FILE).s3, null)
    t.match(loadEnv(whole, NO_FILE).s3, { bucket: 'guildhall', region: 'eu-west-3' })
    for (const name of Object.keys(whole)) {
      const problems = problemsOf({ ...whole, [name]: '' })
      t.equal(problems.length, 1)
      t.match(problems[0], new RegExp(`^${name} must be set too: .*all or none`))
      t.notMatch(problems[0], /secret/)
    }
    t.match(problemsOf({ ...whole, S3_ENDPOINT: 'files.example' }), [/^S3_ENDPOINT must be an address/])
  })

  t.test('a Meilisearch has an address, and perhaps a key', async t => {
    t.equal(loadEnv({}, NO_FILE).meilisearch, null)
    const { meilisearch } = loadEnv({ MEILI_URL: 'https://find.example/posts', MEILI_API_KEY: 'key' }, NO_FILE)
    t.strictSame([meilisearch?.url.href, meilisearch?.apiKey], ['https://find.example/posts', 'key'])
    t.equal(loadEnv({ MEILI_URL: 'http://localhost:7700' }, NO_FILE).meilisearch?.apiKey, null)
    t.match(problemsOf({ MEILI_API_KEY: 'hidden' }), [/^MEILI_API_KEY is set without MEILI_URL/])
    for (const address of [
      'http://ada:hidden@find.example',
      'http://find.example/?key=hidden',
      'redis://find.example',
    ]) {
      const [problem] = problemsOf({ MEILI_URL: address })
      t.match(problem, /^MEILI_URL must be an address/)
      t.notMatch(problem, /hidden/)
    }
  })

  t.test('the file .env is read beneath the variables that are set', async t => {
    const file = join(await temporaryFolder(t), '.env')
    await writeFile(file, 'PORT=4000\nHOST=::1\n# a remark\nGUILDHALL_WRONG=1\n')
    t.throws(() => loadEnv({}, file), /GUILDHALL_WRONG/)
    await writeFile(file, 'PORT=4000\nHOST="::1"\n')
    const env = loadEnv({ PORT: '5000' }, file)
    t.equal(env.port, 5000)
    t.equal(env.host, '::1')
  })

  t.test('https makes the public address what the operator wrote, not what a request says', async t => {
    const env = loadEnv({ PUBLIC_URL: 'https://talk.example.org/' }, NO_FILE)
    t.equal(env.publicUrl.origin, 'https://talk.example.org')
    t.equal(env.publicUrlGiven, true)
    t.match(problemsOf({ PUBLIC_URL: 'https://talk.example.org/forum' }), [/^PUBLIC_URL /])
  })
})
