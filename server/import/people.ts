/** Members that come in: accounts without a way in, until they show that an address is theirs. */

import { sql } from 'drizzle-orm'
import { normaliseEmail, problemWithEmail } from '../auth/emails.ts'
import { reserveIds, writeMembers } from '../bulk/write.ts'
import type { Ctx } from '../core/context.ts'
import { partsOf } from '../core/parts.ts'
import { transaction } from '../core/transaction.ts'
import { normaliseName, problemWithDisplayName, problemWithName } from '../members/names.ts'
import { known, note } from './places.ts'
import type { Report } from './report.ts'
import type { SurveyedMember } from './survey.ts'

export type Person = { readonly id: number; readonly name: string }

const MANY = 1000
const LONGEST_NAME = 30
const LONGEST_ABOUT = 1000

/**
 * Makes the members who are not here yet. A verified address that is known here is the same person; a name that somebody
 * else has gets a number behind it, for nobody comes into another's account by a name.
 * @returns them by the source's ids
 */
export async function settlePeople(
  ctx: Ctx,
  source: string,
  members: ReadonlyMap<string, SurveyedMember>,
  report: Report,
): Promise<ReadonlyMap<string, Person>> {
  const claimed = await known(ctx, source, 'member')
  const fresh = [...members.values()].filter(({ id }) => !claimed.has(id)).sort(byArrival)
  for (const some of partsOf(fresh, MANY)) {
    for (const [id, target] of await settleSome(ctx, source, some, report)) claimed.set(id, target)
  }
  const names = await namesOf(ctx, [...claimed.values()])
  return new Map(
    [...claimed].flatMap(([id, target]) => {
      const name = names.get(target)
      return name === undefined ? [] : [[id, { id: target, name }]]
    }),
  )
}

const byArrival = (a: SurveyedMember, b: SurveyedMember): number =>
  (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0) || (a.id < b.id ? -1 : 1)

async function settleSome(ctx: Ctx, source: string, members: readonly SurveyedMember[], report: Report) {
  const targets = new Map<string, number>()
  await transaction(ctx, async ctx => {
    const here = await byAddress(ctx, members.flatMap(verifiedOf))
    const same = (member: SurveyedMember) => {
      const [address] = verifiedOf(member)
      return address === undefined ? undefined : here.get(address)
    }
    const newcomers = members.filter(member => same(member) === undefined)
    const taken = await takenNames(
      ctx,
      newcomers.map(({ name }) => wellFormed(name)),
    )
    const ids = await reserveIds(ctx, 'members', newcomers.length)
    await writeMembers(
      ctx,
      newcomers.map((member, place) => {
        const name = freeName(member.name, taken)
        if (name !== member.name) report.mend('members whose name was changed')
        return { ...rowOf(ctx, member), id: ids[place] ?? 0, name }
      }),
    )
    for (const [place, { id }] of newcomers.entries()) targets.set(id, ids[place] ?? 0)
    for (const member of members) {
      const known = same(member)
      if (known !== undefined) targets.set(member.id, known)
    }
    await note(
      ctx,
      source,
      'member',
      [...targets].map(([sourceId, targetId]) => ({ sourceId, targetId })),
    )
    await join(ctx, members, targets)
    report.came('members', newcomers.length)
  })
  return targets
}

/** Puts them into the groups that they were in, of those that are here. */
async function join(ctx: Ctx, members: readonly SurveyedMember[], targets: ReadonlyMap<string, number>): Promise<void> {
  const rows = members.flatMap(({ id, groups = [] }) => groups.map(slug => ({ memberId: targets.get(id), slug })))
  if (rows.length === 0) return
  await ctx.db.execute(sql`
    insert into group_members (group_id, member_id)
    select g.id, r."memberId" from json_to_recordset(${JSON.stringify(rows)}::json) as r ("memberId" bigint, slug text)
    join groups g on g.slug = r.slug and g.kind <> 'automatic' on conflict do nothing`)
}

/** The address that the source says is theirs, in small letters, if it is one. */
function verifiedOf({ email = '', emailVerifiedAt = null }: SurveyedMember): string[] {
  const address = normaliseEmail(email)
  return emailVerifiedAt !== null && problemWithEmail(address) === null ? [address.toLowerCase()] : []
}

function rowOf(ctx: Ctx, member: SurveyedMember) {
  const { displayName = null, email = '', about = '', locale = null, trustLevel = 0, createdAt, seenAt } = member
  const address = normaliseEmail(email)
  const shown = displayName?.normalize('NFC').trim() || null
  return {
    ...member.choices,
    displayName: shown !== null && problemWithDisplayName(shown) === null ? shown : null,
    email: problemWithEmail(address) === null ? address : '',
    emailVerifiedAt: verifiedOf(member).length > 0 ? (member.emailVerifiedAt ?? null) : null,
    about: about.slice(0, LONGEST_ABOUT),
    locale,
    trustLevel: Math.min(Math.max(trustLevel, 0), 4),
    createdAt: createdAt ?? ctx.now(),
    lastSeenAt: seenAt ?? createdAt ?? ctx.now(),
  }
}

/** A name as ours are: what may not stand in one becomes a dash. */
function wellFormed(given: string): string {
  const name = normaliseName(given)
    .replace(/[^\p{L}\p{N}\p{M}._-]+/gu, '-')
    .replace(/[._-]{2,}/g, '-')
    .replace(/^[\p{M}._-]+|[._-]+$/gu, '')
  const fitting = [...name]
    .slice(0, LONGEST_NAME)
    .join('')
    .replace(/[._-]+$/, '')
  return problemWithName(fitting) === null
    ? fitting
    : `member-${fitting.replace(/[^a-z0-9]/gi, '').slice(0, 20) || '1'}`
}

/** A name that nobody has, and which is taken from then on. */
function freeName(given: string, taken: Set<string>): string {
  const wanted = wellFormed(given)
  for (let place = 1; ; place++) {
    const name = place === 1 ? wanted : numbered(wanted, place)
    if (taken.has(name.toLowerCase())) continue
    taken.add(name.toLowerCase())
    return name
  }
}

/** Of these names and, where one is taken, of those with a number behind it: the taken ones, in small letters. */
async function takenNames(ctx: Ctx, names: readonly string[]): Promise<Set<string>> {
  const among = async (asked: readonly string[]): Promise<string[]> => {
    const rows = await ctx.db.execute<{ name: string }>(sql`
      select lower(name) as name from members
      where lower(name) = any(${sql.param(asked.map(name => name.toLowerCase()))}::text[])
      union select name from member_names where name = any(${sql.param(asked.map(name => name.toLowerCase()))}::text[])`)
    return rows.map(({ name }) => name)
  }
  const taken = await among(names)
  return new Set([...taken, ...(await among(taken.flatMap(name => numbers.map(place => numbered(name, place)))))])
}

/** More people than these do not come with one name. */
const numbers = Array.from({ length: 200 }, (_, place) => place + 2)

function numbered(name: string, place: number): string {
  const end = `-${place}`
  const begin = [...name].slice(0, LONGEST_NAME - end.length).join('')
  return begin.replace(/[._-]+$/, '') + end
}

async function byAddress(ctx: Ctx, addresses: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (addresses.length === 0) return new Map()
  const rows = await ctx.db.execute<{ id: number; email: string }>(sql`
    select id::float8 as id, lower(email) as email from members
    where lower(email) = any(${sql.param(addresses.map(one => one.toLowerCase()))}::text[]) and email_verified_at is not null`)
  return new Map(rows.map(({ id, email }) => [email, id]))
}

async function namesOf(ctx: Ctx, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await ctx.db.execute<{ id: number; name: string }>(sql`
    select id::float8 as id, name from members where id = any(${sql.param([...ids])}::bigint[])`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
