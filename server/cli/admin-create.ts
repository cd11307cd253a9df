/** `guildhall admin create`: makes an administrator, for the first day and for the day the password is lost. */
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { loadEnv } from '../core/env.ts'
import { createAdmin } from './new-admin.ts'
import { say, sayJson, text, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

export default {
  usage: `--name <name> --email <address> [--password <password>] [--json]

Without --password it is asked for on a terminal (empty: one is made and printed once); elsewhere one is made.
A password on the command line can be seen by others on this machine while the command runs.`,
  options: {
    name: { type: 'string' },
    email: { type: 'string' },
    password: { type: 'string' },
    json: { type: 'boolean' },
  },
  run: async values => {
    const [name, email] = [text(values, 'name'), text(values, 'email')]
    if (!name || !email) throw new UsageError('--name and --email are needed')
    const given = text(values, 'password') ?? (values.json ? '' : await askPassword())
    const password = given || randomBytes(15).toString('base64url')
    const member = await withGuildhall(loadEnv(), ({ ctx }) => createAdmin(ctx(), { name, email, password }))
    const made = given === '' ? { password } : {}
    if (values.json) sayJson({ id: String(member.id), name: member.name, ...made })
    else {
      say(`${member.name} is an administrator`)
      if (made.password) say(`Password, shown this once: ${made.password}`)
    }
    return 0
  },
} satisfies Verb

/** Asks without showing what is typed; empty where nobody is there to answer. */
async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) return ''
  process.stderr.write('Password (empty: make one): ')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
