/** What a text that is posted or edited must be, where it holds polls. */
import { type PluginCtx, sql } from 'guildhall/plugin'
import { isPoll, type Poll, pollsIn, SHOWN } from './definition.ts'

/** @throws Invalid for a poll that makes no sense, or by who may make none */
export function checkNew(ctx: PluginCtx, { body }: { readonly body: string }): void {
  const polls = sensible(ctx, body)
  if (polls.length > 0 && !ctx.can('create')) throw ctx.refusal('body', 'error.mayNot')
  for (const { closes } of polls) refusePast(ctx, closes)
}

type Stored = { readonly body: string; readonly voted: readonly number[] }

/** @throws Invalid also for another poll in the place of one that has votes; NotFound, Gone */
export async function checkEdit(ctx: PluginCtx, edit: { readonly postId: number; readonly body: string }) {
  const [stored] = await ctx.db.execute<Stored>(sql`
    select p.body, array(select place from plugin_polls.polls v where v.post_id = p.id and v.votes > 0) as voted
    from public.posts p where p.id = ${edit.postId}`)
  if (!stored || stored.body === edit.body) return
  const before = pollsIn(stored.body)
  const after = pollsIn(edit.body)
  if (before.length === 0 && after.length === 0) return
  // What is refused tells of the text that is there.
  await ctx.post(edit.postId)
  const polls = sensible(ctx, edit.body)
  if (polls.length > before.length && !ctx.can('create')) throw ctx.refusal('body', 'error.mayNot')
  for (const place of stored.voted) {
    const [old, next] = [before[place], after[place]]
    if (old && isPoll(old) && !(next && isPoll(next) && asksTheSame(old, next)))
      throw ctx.refusal('body', 'error.voted', { question: old.question || ctx.t('untitled') })
  }
  for (const { place, closes } of polls) {
    const old = before[place]
    const kept = old && isPoll(old) && old.closes?.getTime() === closes?.getTime()
    if (!kept) refusePast(ctx, closes)
  }
}

/** The polls of a text. @throws Invalid where one of them makes no sense */
function sensible(ctx: PluginCtx, body: string): Poll[] {
  const max = Number(ctx.setting('maxOptions'))
  return pollsIn(body).map(one => {
    if (!isPoll(one)) throw ctx.refusal('body', one.flaw, one.values)
    if (one.options.length > max) throw ctx.refusal('body', 'flaw.many', { max })
    return one
  })
}

function refusePast(ctx: PluginCtx, closes: Date | null): void {
  if (closes !== null && closes <= ctx.now()) throw ctx.refusal('body', 'flaw.past')
}

/** Whether who voted in one has said the same in the other, to the same people. */
const asksTheSame = (old: Poll, next: Poll): boolean =>
  old.kind === next.kind &&
  old.named === next.named &&
  // Who voted while nobody saw it is not shown to more people afterwards.
  SHOWN.indexOf(next.results) >= SHOWN.indexOf(old.results) &&
  old.options.length === next.options.length &&
  old.options.every((option, at) => option === next.options[at])
