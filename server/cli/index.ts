/** The command line: `guildhall <verb>`. Each verb is a file, loaded when it is asked for. */
import { EnvError } from '../core/env.ts'
import { codeOf, OperatorError } from '../core/operator-error.ts'
import { FULL, StorageFull, StorageUnavailable } from '../core/storage/storage.ts'
import { complain, readFlags, say, UsageError, type Verb } from './verb.ts'

type Entry = { readonly does: string; load(): Promise<{ default: Verb }> }

const VERBS: Readonly<Record<string, Entry>> = {
  start: { does: 'start the server', load: () => import('./start.ts') },
  migrate: { does: 'bring the database up to date', load: () => import('./migrate.ts') },
  doctor: { does: 'check this installation', load: () => import('./doctor.ts') },
  'admin create': { does: 'make an administrator', load: () => import('./admin-create.ts') },
  import: { does: 'bring another community in', load: () => import('./import.ts') },
  reindex: { does: 'make posts known to search that it does not know yet', load: () => import('./reindex.ts') },
  export: { does: 'write the whole community to a folder or file', load: () => import('./export.ts') },
  backup: { does: 'write all of it to a file, to bring it back one day', load: () => import('./backup.ts') },
  restore: { does: 'bring a backup back into an empty community', load: () => import('./restore.ts') },
  'token create': { does: 'make an API token for a member', load: () => import('./token-create.ts') },
  'plugin list': { does: 'say which plugins there are', load: () => import('./plugin-list.ts') },
  'plugin enable': { does: 'switch a plugin on', load: () => import('./plugin-enable.ts') },
  'plugin bisect': { does: 'find the plugin that causes a trouble', load: () => import('./plugin-bisect.ts') },
  'plugin new': { does: 'begin a plugin of your own', load: () => import('./plugin-new.ts') },
  'plugin disable': { does: 'switch a plugin off', load: () => import('./plugin-disable.ts') },
  'plugin reload': { does: 'take up what lies in a plugin’s folder now', load: () => import('./plugin-reload.ts') },
  'plugin set': { does: 'give a setting of a plugin a value', load: () => import('./plugin-set.ts') },
  'plugin uninstall': { does: 'remove all that a plugin has kept', load: () => import('./plugin-uninstall.ts') },
  x: { does: 'do what a plugin has a verb for; alone it lists them', load: () => import('./x.ts') },
  demo: { does: 'start the server with a sample community', load: () => import('./demo.ts') },
  seed: { does: 'fill a fresh database with an invented community, for measuring', load: () => import('./seed.ts') },
}

const OK = 0
const FAILED = 1
const USAGE = 2

/**
 * Runs one command line, given without node and script.
 * @returns the exit code: 0 done, 1 failed, 2 the command line makes no sense
 */
export async function main(args: readonly string[]): Promise<number> {
  const [first, second, ...others] = args
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    say(overview())
    return first === undefined ? USAGE : OK
  }
  const long = `${first} ${second}`
  const name = Object.hasOwn(VERBS, long) ? long : first
  const entry = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
  if (!entry) {
    complain(`guildhall: there is no verb "${first}". guildhall --help lists them`)
    return USAGE
  }
  try {
    const { default: verb } = await entry.load()
    const { values, words } = readFlags(verb, name === long ? others : args.slice(1))
    if (values.help) {
      say(`Usage: guildhall ${name} ${verb.usage}`)
      return OK
    }
    return await verb.run(values, words)
  } catch (error) {
    return tell(name, error)
  }
}

/** What the operator can cure is told without a stack; anything else is a bug, and shown whole. */
function tell(name: string, error: unknown): number {
  if (error instanceof UsageError) {
    complain(`guildhall ${name}: ${error.message}`)
    return USAGE
  }
  if (error instanceof EnvError) for (const line of error.problems) complain(`guildhall: ${line}`)
  else if (error instanceof OperatorError) {
    complain(`guildhall: ${error.message}`)
    for (const line of error.details) complain(`  ${line}`)
  } else if (error instanceof StorageUnavailable) complain(`guildhall: the files cannot be reached: ${error.cause}`)
  else if (error instanceof StorageFull || FULL.has(codeOf(error))) complain('guildhall: no space is left on the disk')
  else complain(error instanceof Error ? `guildhall: ${error.stack}` : `guildhall: ${error}`)
  return FAILED
}

function overview(): string {
  const width = Math.max(...Object.keys(VERBS).map(name => name.length))
  const lines = Object.entries(VERBS).map(([name, { does }]) => `  ${name.padEnd(width)}  ${does}`)
  return [
    'Usage: guildhall <verb> [flags]',
    '',
    ...lines,
    `  ${'dev'.padEnd(width)}  start, and build again at each change of a source`,
    '',
    'guildhall <verb> --help says more of each.',
  ].join('\n')
}
