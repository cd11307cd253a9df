/** The ways in which processes may be joined: each test of several processes runs over all of them. */
import type { Test } from 'tap'
import { TestValkey, valkeyOnly } from '../support/valkey.ts'

export type Kind = {
  readonly name: string
  readonly skip: string | false
  /** The operator's variables that choose it. */
  variables(t: Test): Promise<Readonly<Record<string, string>>>
}

export const KINDS: readonly Kind[] = [
  { name: 'PostgreSQL', skip: false, variables: async () => ({ WORKERS: '2' }) },
  { name: 'Valkey', skip: valkeyOnly, variables: async t => ({ VALKEY_URL: (await TestValkey.start(t)).url }) },
]
