/** `guildhall x polls results`: how the polls of a post stand, for who keeps the server. */
import { Gone, NotFound, type PluginCtx, type PluginVerb, type VerbLine } from 'guildhall/plugin'
import { type PollState, pollsOf } from './queries.ts'
import { pollJson } from './schema.ts'
import { countsTable, roundsTable, type Table } from './tables.ts'

export const results: PluginVerb = {
  does: 'say how the polls of a post stand',
  usage: `<post> [--csv | --json]

Says how the polls of a post stand. The post is its id, or an address that names it: one that ends in #post-12, or that of
the poll, /x/polls/12/0. Results that are hidden until the poll is closed are hidden here as well.

--csv writes a line for each option of each poll, --json what GET /api/v1/polls/<post> answers.`,
  options: { csv: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async (ctx, line) => {
    const { csv, json } = line.options
    if (csv && json) throw line.misused('say --csv or --json, not both')
    const polls = await pollsNamed(ctx, line)
    if (json) line.sayJson({ items: polls.map(pollJson) })
    else if (csv) line.say(csvOf(polls))
    else line.say(polls.map(state => wordsOf(ctx.t, state)).join('\n\n'))
  },
}

/** @throws what the line has for that where there is none */
async function pollsNamed(ctx: PluginCtx, { words: [post = ''], misused, failed }: VerbLine): Promise<PollState[]> {
  const [, id] = /(?:^|#post-|\/x\/polls\/)(\d{1,15})(?:\/\d+)?$/.exec(post) ?? []
  if (id === undefined) throw misused('say which post: its id, or an address that names it')
  const { id: postId } = await ctx.post(Number(id)).catch((error: unknown) => {
    throw error instanceof NotFound || error instanceof Gone ? failed(`There is no post ${id}`) : error
  })
  const polls = (await pollsOf(ctx, [postId])).get(postId) ?? []
  if (polls.length === 0) throw failed(`There is no poll in the post ${id}`)
  return polls
}

function wordsOf(t: PluginCtx['t'], { poll, closed, votes, result }: PollState): string {
  const head = `${poll.question || t('untitled')}\n${t('votes', { votes })}${closed ? ` · ${t('closed')}` : ''}`
  if (!result) return `${head}\n${t(`hidden.${poll.results}`)}`
  const tables = [countsTable(t, poll, result), ...(result.rounds.length > 0 ? [roundsTable(t, poll, result)] : [])]
  return [head, ...tables.map(linesOf)].join('\n\n')
}

function linesOf({ heads, rows }: Table): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map(row => row[column]?.length ?? 0)))
  const padded = (cell: string, column: number) =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)
  return all.map(row => row.map(padded).join('  ').trimEnd()).join('\n')
}

const COLUMNS = ['poll', 'question', 'closed', 'option', 'votes', 'share', 'average', 'spread', 'leads']

/** Numbers as they are; nothing where a result is hidden, or has none. */
function csvOf(polls: readonly PollState[]): string {
  const rows = polls.flatMap(({ poll, closed, result }) =>
    poll.options.map((text, option) => {
      const { count, share, average, spread } = result?.options[option] ?? {}
      const leads = result ? result.leaders.includes(option) : null
      return [poll.place, poll.question, closed, text, count, share, average, spread, leads]
    }),
  )
  return [COLUMNS, ...rows].map(row => row.map(csvCell).join(',')).join('\n')
}

/** RFC 4180; and a spreadsheet must not take a member's words for a formula. */
function csvCell(value: string | number | boolean | null | undefined): string {
  const text = typeof value === 'string' ? value.replace(/^(?=[=+\-@\t\r])/, "'") : String(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
