import type { Ctx } from '../core/context.ts'
import { slugOf } from '../threads/service.ts'
import type { Found } from './adapter.ts'
import type { Person } from './people.ts'
import type { Shelf } from './shelves.ts'
import type { Survey } from './survey.ts'

/** What became of all that the first reading found: ours by theirs. */
export type Settled = {
  readonly survey: Survey
  readonly people: ReadonlyMap<string, Person>
  readonly categories: ReadonlyMap<string, Shelf>
  readonly tags: ReadonlyMap<string, Shelf>
  readonly threads: ReadonlyMap<string, number>
  readonly posts: ReadonlyMap<string, number>
}

/** The same, as the texts ask for it. */
export const foundIn = (ctx: Ctx, { survey, people, categories, tags, threads }: Settled): Found => ({
  home: ctx.host.env.publicUrl.origin,
  thread: sourceId => {
    const id = threads.get(sourceId)
    return id === undefined ? undefined : { id, slug: slugOf(survey.threads.get(sourceId)?.title ?? '') }
  },
  post: sourceId => survey.posts.get(sourceId),
  member: sourceId => people.get(sourceId)?.name,
  category: sourceId => categories.get(sourceId)?.slug,
  tag: name => tags.get(name)?.slug,
})
