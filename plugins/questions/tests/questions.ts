/** What the tests of questions begin with. */
import { GROUP } from '../../../server/core/actor.ts'
import { addJob } from '../../../server/core/jobs.ts'
import type { Client } from '../../../tests/support/http.ts'
import { type Person, people } from '../../../tests/support/people.ts'
import type { Staged } from '../../../tests/support/staged.ts'

export type QuestionJson = {
  status: string
  accepted: { postId: string; number: number; by: { name: string } | null } | null
  verified: { postId: string }[]
  sameCount: number
  mine: boolean
}

export type Question = { readonly id: number; readonly page: string; readonly replies: readonly number[] }

type Options = { readonly by?: Person; readonly replies?: number; readonly categoryId?: number; readonly kind?: string }

/** A question by mia, with replies by noor. */
export async function questionBy(app: Staged, options: Options = {}): Promise<Question> {
  const { by = people.mia, replies: count = 2, kind = 'question' } = options
  const categoryId = options.categoryId ?? (await app.make.category()).id
  const asker = await app.as(by)
  const opened = await asker.api('POST', '/threads', {
    ...{ categoryId: String(categoryId), title: 'How do I sharpen a knife?', body: 'It is blunt.' },
    kind,
  })
  const { id, slug } = opened.json<{ id: string; slug: string }>()
  const replies: number[] = []
  for (let number = 0; number < count; number++) replies.push((await app.make.post({ threadId: Number(id) })).id)
  await app.settled()
  return { id: Number(id), page: `/t/${id}/${slug}`, replies }
}

export const stateFor = async (who: Client, { id }: Pick<Question, 'id'>): Promise<QuestionJson> =>
  (await who.get(`/api/v1/questions/${id}`)).json<QuestionJson>()

/** In the words of core's own operation. */
export async function statusOf(who: Client, { id }: Pick<Question, 'id'>): Promise<string> {
  return (await who.get(`/api/v1/threads/${id}`)).json<{ status: string }>().status
}

/** A category that only staff see. */
export const hiddenCategory = (app: Staged) =>
  app.make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff], reply: [GROUP.staff] } })

/** Runs one of its jobs, and what follows from it. */
export async function run(app: Staged, job: string): Promise<void> {
  await addJob(await app.ctx(), `questions.${job}`, {})
  await app.settled()
}
