/** What a seeded community stands on: its categories and tags, ids for all that will come, and the note of what was begun. */
import { sql } from 'drizzle-orm'
import { reserveIds } from '../bulk/write.ts'
import * as categories from '../categories/service.ts'
import { categoryTree } from '../categories/tree.ts'
import { audit } from '../core/audit.ts'
import type { Ctx } from '../core/context.ts'
import { NotFound } from '../core/errors.ts'
import { OperatorError } from '../core/operator-error.ts'
import { transaction } from '../core/transaction.ts'
import * as tagQueries from '../tags/queries.ts'
import * as tags from '../tags/service.ts'
import { slugOf } from '../threads/service.ts'
import { LANGUAGES } from './larder.ts'
import { nameOf } from './people.ts'
import { type Plan, planOf, type Wish } from './plan.ts'
import type { Ground } from './rows.ts'

const ACT = 'community.seed'

/**
 * What an earlier run began, or else the beginning of a new one.
 * @throws OperatorError for sizes that do not go together, a database that another seed filled, or one with real content
 */
export const takeGround = async (ctx: Ctx, wish: Wish, force: boolean): Promise<Begun> =>
  (await begun(ctx, wish)) ?? (await begin(ctx, planOf(wish, ctx.now()), force))

type Begun = { readonly plan: Plan; readonly ground: Ground }

/** What an earlier run began here. @throws OperatorError when that was another community */
async function begun(ctx: Ctx, wish: Wish): Promise<Begun | null> {
  const [found] = await ctx.db.execute<{ data: Begun }>(sql`
    select data from audit_entries where target_type = 'seed' and act = ${ACT} order by id limit 1`)
  if (!found) return null
  const { plan } = found.data
  // The day is the first run's unless another is wished.
  const wished = planOf({ ...wish, until: wish.until ?? plan.until }, ctx.now())
  if (JSON.stringify(inOrder(wished)) !== JSON.stringify(inOrder(plan))) {
    throw new OperatorError('This database was seeded with other numbers already: use a fresh one', [
      JSON.stringify(plan),
    ])
  }
  return found.data
}

/** JSON of the database comes with its keys in another order. */
const inOrder = (plan: Plan) => Object.entries(plan).sort(([one], [other]) => (one < other ? -1 : 1))

/** Takes the ground: categories, tags, and ids for all that will come. */
async function begin(ctx: Ctx, plan: Plan, force: boolean): Promise<Begun> {
  const [real] = await ctx.db.execute(sql`select id from posts limit 1`)
  if (real && !force)
    throw new OperatorError('This community has posts of its own: seed a fresh database, or say --force')
  const names = Array.from({ length: plan.members }, (_, member) => nameOf(member))
  const [taken] = await ctx.db.execute<{ name: string }>(sql`
    select name from members where lower(name) = any(${sql.param(names)}::text[]) limit 1`)
  if (taken) throw new OperatorError(`A member is called ${taken.name}, as one of the seeded would be`)
  const ground = {
    categories: await makeCategories(ctx, plan.categories),
    tags: await makeTags(ctx),
    member: await firstOf(ctx, 'members', plan.members),
    thread: await firstOf(ctx, 'threads', plan.threads),
    post: await firstOf(ctx, 'posts', plan.posts),
  }
  await transaction(ctx, ctx =>
    audit(ctx, { act: ACT, targetType: 'seed', targetId: plan.seed, data: { plan, ground } }),
  )
  return { plan, ground }
}

/** Reserves ids that follow one another. @throws OperatorError when somebody else took one of them meanwhile */
async function firstOf(ctx: Ctx, table: 'members' | 'threads' | 'posts', count: number): Promise<number> {
  const ids = await reserveIds(ctx, table, count)
  const [first = 0, last = 0] = [ids[0], ids.at(-1)]
  if (last - first !== count - 1) throw new OperatorError('Somebody else is writing: try again when nobody is')
  return first
}

/** Those of the vocabulary, then the same again with a number; the last quarter lies within others. Found ones are used. */
async function makeCategories(ctx: Ctx, count: number): Promise<number[]> {
  const known = namesInTurns()
  const top = Math.ceil(count * 0.75)
  const ids: number[] = []
  for (let nth = 0; nth < count; nth++) {
    const { name, about } = known[nth % known.length] ?? { name: 'More', about: '' }
    const round = Math.floor(nth / known.length)
    const title = round === 0 ? name : `${name} ${round + 1}`
    const slug = slugOf(title)
    const there = ctx.read(categoryTree).find(slug)
    const parentId = nth < top ? null : (ids[nth - top] ?? null)
    ids.push((there ?? (await categories.create(ctx, { name: title, slug, description: about, parentId }))).id)
  }
  return ids
}

/** Two in English, one in French, and so on: as `Rows` has it. */
function namesInTurns() {
  const [english, french] = LANGUAGES.map(({ categories }) => categories)
  return (french ?? []).flatMap((one, nth) => [...(english ?? []).slice(2 * nth, 2 * nth + 2), one])
}

async function makeTags(ctx: Ctx): Promise<number[]> {
  const ids: number[] = []
  for (const name of LANGUAGES.flatMap(({ tags }) => tags)) {
    const there = await tagQueries.find(ctx, name).catch(error => {
      if (error instanceof NotFound) return null
      throw error
    })
    ids.push((there ?? (await tags.create(ctx, { name }))).id)
  }
  return ids
}
