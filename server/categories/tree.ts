/** All categories with their rights, in memory: who sees what is decided without a query, and never from stale rights. */
import { asc, getTableColumns, sql } from 'drizzle-orm'
import { categoryRights, categorySlugs, categories as table } from '../../db/tables/index.ts'
import { type Actor, isAdministrator } from '../core/actor.ts'
import { defineCache } from '../core/cache.ts'
import type { Db } from '../core/db.ts'

export const RIGHTS = ['see', 'reply', 'create', 'moderate'] as const
export type Right = (typeof RIGHTS)[number]
type Rights = Readonly<Record<Right, ReadonlySet<number>>>

export type Category = {
  readonly id: number
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly tone: string
  readonly parentId: number | null
  readonly position: number
  readonly rights: Rights
}

export class CategoryTree {
  private readonly byId: ReadonlyMap<number, Category>
  /** Groups that any right is given to: no other group changes what its members see. */
  private readonly relevant: ReadonlySet<number>
  private readonly byClass = new Map<string, readonly Category[]>()

  /**
   * @param all parents before their children, siblings in their order
   * @param former the ids of categories by the slugs that they had before
   */
  constructor(
    readonly all: readonly Category[],
    private readonly former: ReadonlyMap<string, number> = new Map(),
  ) {
    this.byId = new Map(all.map(category => [category.id, category]))
    this.relevant = new Set(all.flatMap(({ rights }) => RIGHTS.flatMap(right => [...rights[right]])))
  }

  get(id: number): Category | undefined {
    return this.byId.get(id)
  }

  /** By its slug, or by one that it had before. */
  find(slug: string): Category | undefined {
    return this.all.find(category => category.slug === slug) ?? this.get(this.former.get(slug) ?? 0)
  }

  /** The categories that hold this one, outermost first. */
  above({ parentId }: Category): readonly Category[] {
    const parent = parentId === null ? undefined : this.byId.get(parentId)
    return parent ? [...this.above(parent), parent] : []
  }

  /** Administrators may all; who moderates may what members may; every other right needs `see` as well. */
  allows(actor: Actor, right: Right, categoryId: number): boolean {
    const category = this.byId.get(categoryId)
    if (!category) return false
    if (isAdministrator(actor)) return true
    const holds = (one: Right) => [...category.rights[one]].some(group => actor.groups.has(group))
    return holds('moderate') || (holds('see') && (right === 'see' || (right !== 'moderate' && holds(right))))
  }

  /** The categories in which the actor has the right, in order; worked out once per visibility class. */
  having(actor: Actor, right: Right): readonly Category[] {
    const key = `${right} ${this.classOf(actor)}`
    let found = this.byClass.get(key)
    if (!found) {
      found = this.all.filter(category => this.allows(actor, right, category.id))
      this.byClass.set(key, found)
    }
    return found
  }

  /** Their ids. */
  idsHaving(actor: Actor, right: Right): readonly number[] {
    return this.having(actor, right).map(category => category.id)
  }

  /** The visibility class: actors of one class see the same neutral HTML. */
  classOf(actor: Actor): string {
    if (isAdministrator(actor)) return 'administrator'
    const groups = [...actor.groups].filter(group => this.relevant.has(group)).sort((a, b) => a - b)
    return `${actor.kind} ${groups.join(',')}`
  }
}

type Row = { readonly id: number; readonly parentId: number | null }

/** What stands below a category, or all of it: parents before their children, siblings in the order in which they are given. */
export function inOrder<R extends Row>(rows: readonly R[], below: number | null = null): R[] {
  return rows.filter(row => row.parentId === below).flatMap(row => [row, ...inOrder(rows, row.id)])
}

export const categoryTree = defineCache('categories', loadTree)

async function loadTree(db: Db): Promise<CategoryTree> {
  const former = sql<
    string[]
  >`array(select ${categorySlugs.slug} from ${categorySlugs} where ${categorySlugs.categoryId} = ${table.id})`
  const rows = await db
    .select({ ...getTableColumns(table), former })
    .from(table)
    .orderBy(asc(table.position), asc(table.id))
  const granted = await db.select().from(categoryRights)
  const rightsOf = (categoryId: number): Rights => {
    const of = (right: Right) =>
      new Set(granted.filter(row => row.categoryId === categoryId && row.right === right).map(row => row.groupId))
    return { see: of('see'), reply: of('reply'), create: of('create'), moderate: of('moderate') }
  }
  const all = inOrder(rows).map(({ id, slug, name, description, tone, parentId, position }) => ({
    ...{ id, slug, name, description, tone, parentId, position },
    rights: rightsOf(id),
  }))
  return new CategoryTree(all, new Map(rows.flatMap(({ id, former }) => former.map(slug => [slug, id]))))
}
