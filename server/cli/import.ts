/** `guildhall import discourse|jsonl`: brings another community in. */
import { loadEnv } from '../core/env.ts'
import type { Adapter } from '../import/adapter.ts'
import { DiscourseAdapter } from '../import/discourse/adapter.ts'
import { importAll, rehearse } from '../import/importer.ts'
import { JsonlAdapter } from '../import/jsonl/adapter.ts'
import type { Report } from '../import/report.ts'
import { openProgress } from './progress.ts'
import { askedToStop } from './stopping.ts'
import { say, sayJson, text, UsageError, type Values, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

const adapters: Readonly<Record<string, (path: string, values: Values) => Adapter>> = {
  discourse: (path, values) => new DiscourseAdapter({ path, host: text(values, 'host') }),
  jsonl: (path, values) => new JsonlAdapter(path, values['without-staff'] === true),
}

export default {
  usage: `discourse|jsonl <file or folder> [flags] [--staff-only] [--dry-run] [--json]

Brings members, categories, tags, threads and posts in, with their dates, numbers, links and reactions; nobody is told of
anything. It may be stopped and run again: what is here already is left as it is. Takes a folder, a file, or a .zip, .tar,
.tar.gz or .tar.xz of it.

discourse: topics and posts as Discourse's API gives them. Old addresses (/t/slug/123/4) lead to the new ones.
jsonl: what guildhall export wrote.

  --host           discourse: the address that the forum had, if its documents do not say
  --without-staff  jsonl: nobody is made a moderator or administrator
  --staff-only     new categories are shown to staff alone, until you open them
  --dry-run        reads all, says what would come, and writes nothing`,
  options: {
    host: { type: 'string' },
    'without-staff': { type: 'boolean' },
    'staff-only': { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: 2,
  run: async (values, [kind = '', path = '']) => {
    const open = Object.hasOwn(adapters, kind) ? adapters[kind] : undefined
    if (!open) throw new UsageError(`say what to import: ${Object.keys(adapters).join(' or ')}`)
    if (!path) throw new UsageError('say which file or folder to read')
    const adapter = open(path, values)
    const progress = openProgress()
    // Starting and ending a database, which the first run has to make, is no part of it.
    let began = Date.now()
    const timed = async (work: () => Promise<Report>) => {
      began = Date.now()
      return { report: await work(), seconds: (Date.now() - began) / 1000 }
    }
    const options = {
      adapter,
      staffOnly: values['staff-only'] === true,
      signal: askedToStop(),
      progress: (phase: 'reading' | 'writing', done: number, of: number | null) => {
        const share = of === null ? '' : ` of ${of} (${Math.floor((100 * done) / Math.max(of, 1))} %)`
        progress.say(`${phase}: ${done} posts${share}, ${Math.round((Date.now() - began) / 1000)} s`)
      },
    }
    const { report, seconds } =
      values['dry-run'] === true
        ? await timed(() => rehearse(options))
        : await withGuildhall(loadEnv(), ({ ctx }) => timed(() => importAll(ctx(), options)))
    progress.end()
    if (values.json) sayJson({ ...report.toJSON(), seconds })
    else tell(report, seconds, values['dry-run'] === true)
    return report.stopped ? 1 : 0
  },
} satisfies Verb

function tell(report: Report, seconds: number, dry: boolean): void {
  const rows = [...report.counts].map(([kind, { found, came }]) =>
    dry ? [kind, String(found)] : [kind, String(found), String(came), String(found - came)],
  )
  table([dry ? ['', 'found'] : ['', 'found', 'came', 'were here'], ...rows])
  list('Mended', report.mended)
  list('Left out', report.leftOut)
  for (const { name, why } of report.broken) say(`  ${name}: ${why}`)
  for (const note of report.notes) say(`\n${note}`)
  const posts = report.counts.get('posts')?.came ?? 0
  const rate = posts > 0 ? `, ${Math.round(posts / seconds)} posts a second` : ''
  if (report.stopped) say('\nStopped: run it again for the rest')
  say(`\n${dry ? 'Nothing was written' : 'Done'} in ${seconds.toFixed(1)} s${rate}`)
}

function list(title: string, counts: ReadonlyMap<string, number>): void {
  if (counts.size === 0) return
  say(`\n${title}`)
  table([...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => [`  ${what}`, String(count)]))
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)))
  for (const row of rows) {
    say(row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '))
  }
}
