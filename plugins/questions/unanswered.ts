/** `guildhall x questions unanswered`: what waits longest for an answer. */
import type { PluginThread, PluginVerb } from 'guildhall/plugin'
import { KIND } from './answers.ts'

const MOST = 1000

export const unanswered: PluginVerb = {
  does: 'list the questions without an answer, the oldest first',
  usage: `[--limit <number>] [--json]

Lists the questions that wait for an answer to be accepted, the oldest first: 20, or as many as --limit says.`,
  options: { limit: { type: 'string' }, json: { type: 'boolean' } },
  run: async (ctx, { options: { limit = '20', json }, say, sayJson, misused }) => {
    if (!/^[1-9]\d{0,3}$/.test(String(limit)) || Number(limit) > MOST)
      throw misused(`--limit is a number from 1 to ${MOST}`)
    const threads = await ctx.threadsIn(KIND, { status: 'open', before: ctx.now(), after: 0, limit: Number(limit) })
    if (json) sayJson({ items: threads.map(jsonOf) })
    else if (threads.length === 0) say('No question waits for an answer')
    else for (const thread of threads) say(lineOf(thread))
  },
}

const pathOf = ({ id, slug }: PluginThread): string => `/t/${id}/${slug || '-'}`

const jsonOf = (thread: PluginThread) => ({
  id: String(thread.id),
  title: thread.title,
  path: pathOf(thread),
  replyCount: thread.replyCount,
  createdAt: thread.createdAt.toISOString(),
})

const lineOf = (thread: PluginThread): string => {
  const replies = thread.replyCount === 1 ? '1 reply' : `${thread.replyCount} replies`
  return `${thread.createdAt.toISOString().slice(0, 10)}  ${replies}  ${pathOf(thread)}  ${thread.title}`
}
