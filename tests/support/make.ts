/** Makes what a test needs through the same verbs as everybody, never as rows. */

import * as categories from '../../server/categories/service.ts'
import type { Actor } from '../../server/core/actor.ts'
import type { Ctx } from '../../server/core/context.ts'
import * as groups from '../../server/groups/service.ts'
import * as members from '../../server/members/service.ts'
import { openThread } from '../../server/posts/open.ts'
import * as posts from '../../server/posts/service.ts'

import { type Person, people } from './people.ts'

type ContextOf = (who?: Person | Actor) => Promise<Ctx>
type CategoryRights = Partial<categories.RightsByGroup>

export type Category = { readonly id: number; readonly slug: string; readonly name: string }
export type Thread = { readonly id: number; readonly slug: string; readonly title: string; readonly categoryId: number }
export type Post = { readonly id: number; readonly number: number; readonly threadId: number }

export type Make = ReturnType<typeof makeOn>

export function makeOn(ctx: ContextOf) {
  let made = 0
  const next = () => ++made

  const make = {
    async member({ groups: slugs = [] }: { groups?: readonly string[] } = {}): Promise<Person> {
      const name = `member${next()}`
      const person = { name, email: `${name}@people.example`, password: `${name} keeps 1 long secret` }
      const { id } = await members.create(await ctx(people.ada), { ...person, verified: true, groups: slugs })
      return { ...person, id }
    },

    async group(): Promise<{ id: number; slug: string }> {
      const slug = `group-${next()}`
      return { ...(await groups.create(await ctx(people.ada), { slug, name: slug })), slug }
    },

    /** Open to all unless rights are given; those not named then belong to nobody. */
    async category(given: { name?: string; rights?: CategoryRights; parentId?: number } = {}): Promise<Category> {
      const { name = `Category ${next()}`, parentId } = given
      const slug = name.toLowerCase().replace(' ', '-')
      const rights = given.rights && { see: [], reply: [], create: [], moderate: [], ...given.rights }
      return { ...(await categories.create(await ctx(people.ada), { name, slug, parentId, rights })), name, slug }
    },

    async thread({
      by = people.mia,
      categoryId,
      title = `Thread ${next()}`,
      body = 'How do you keep your **tools** sharp?',
      tags,
      kind,
    }: {
      by?: Person
      categoryId?: number
      title?: string
      body?: string
      tags?: readonly string[]
      kind?: string | undefined
    } = {}): Promise<Thread> {
      const place = categoryId ?? (await make.category()).id
      const { id, slug } = await openThread(await ctx(by), { categoryId: place, title, body, tags, kind })
      return { id, slug, title, categoryId: place }
    },

    async post({
      by = people.noor,
      threadId,
      body = `A reply, the ${next()}th of its kind`,
      replyTo = null,
    }: {
      by?: Person
      threadId: number
      body?: string
      replyTo?: number | null
    }): Promise<Post> {
      return { ...(await posts.create(await ctx(by), { threadId, body, replyTo })), threadId }
    },
  }
  return make
}
