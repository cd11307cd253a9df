/** The house before anybody writes: name and hue, categories, tags, groups, and the people. */
import { createHmac } from 'node:crypto'
import { hashPassword } from '../auth/passwords.ts'
import { reserveIds, writeMembers } from '../bulk/write.ts'
import * as categories from '../categories/service.ts'
import type { Right } from '../categories/tree.ts'
import { GROUP, memberActor } from '../core/actor.ts'
import type { Ctx, Host } from '../core/context.ts'
import { changeSettings } from '../core/settings.ts'
import { transaction } from '../core/transaction.ts'
import * as groups from '../groups/service.ts'
import { random } from '../site/random.ts'
import * as tags from '../tags/service.ts'
import type { Content } from './content.ts'
import { MINUTE_MS, momentOf } from './moments.ts'
import type { Character } from './people.ts'
import { at, found, type Player } from './stage.ts'
import { CATEGORIES, GROUPS, SETTINGS, SIGN_INS, TAGS, type WorldCategory } from './world.ts'

const DAY_MS = 24 * 60 * MINUTE_MS
/** The house opened fourteen months ago. */
const OPENED_DAYS = 427
/** Who is talked to first has been here for a while, or comes with the question that they ask. */
const MOST_DAYS_BEFORE = 24

/** Ids by slugs. */
type Ids = ReadonlyMap<string, number>

/** Name, hue, groups, categories and tags, a little before the first thread. */
export async function layGround(ctx: Ctx, now: Date): Promise<{ readonly categories: Ids; readonly groups: Ids }> {
  const opening = at(ctx, new Date(now.getTime() - OPENED_DAYS * DAY_MS))
  await transaction(opening, ctx => changeSettings(ctx, SETTINGS))
  const groupIds = new Map<string, number>()
  for (const group of GROUPS) groupIds.set(group.slug, (await groups.create(opening, group)).id)
  const categoryIds = new Map<string, number>()
  for (const { parent, rights, ...category } of CATEGORIES) {
    const parentId = parent === undefined ? null : found(categoryIds, parent)
    const given = rights && (await rightsOf(opening, rights))
    categoryIds.set(category.slug, (await categories.create(opening, { ...category, parentId, rights: given })).id)
  }
  for (const { name, description, synonyms = [] } of TAGS) {
    const { id } = await tags.create(opening, { name, description })
    for (const synonym of synonyms) await tags.addSynonym(opening, { id, name: synonym })
  }
  return { categories: categoryIds, groups: groupIds }
}

async function rightsOf(ctx: Ctx, slugs: NonNullable<WorldCategory['rights']>): Promise<categories.RightsByGroup> {
  const ids = (right: Right) => categories.groupIds(ctx, slugs[right], 'rights')
  return {
    see: await ids('see'),
    reply: await ids('reply'),
    create: await ids('create'),
    moderate: await ids('moderate'),
  }
}

/** Makes everybody, each a while before they first say something. @returns them by their names */
export async function gather(
  ctx: Ctx,
  content: Content,
  { now, groups: groupIds }: { readonly now: Date; readonly groups: Ids },
): Promise<ReadonlyMap<string, Player>> {
  const ids = await reserveIds(ctx, 'members', content.people.length)
  const came = comings(content, now)
  const players: Player[] = []
  const hashes = new Map<string, string>()
  for (const name of SIGN_INS) hashes.set(name, await hashPassword(passwordOf(ctx.host, name)))
  for (const [place, character] of content.people.entries()) {
    const { name, trust } = character
    const id = ids[place] ?? 0
    const joined = [...staffGroups(character), ...character.groups.map(slug => found(groupIds, slug))]
    const actor = memberActor({ id, name, trustLevel: trust, verified: true, joined })
    players.push({ ...character, id, actor, joined, joinedAt: found(came, name).first })
  }
  await transaction(ctx, ctx =>
    writeMembers(
      ctx,
      players.map(player => ({
        id: player.id,
        name: player.name,
        displayName: player.displayName,
        email: addressOf(player.name),
        emailVerifiedAt: player.joinedAt,
        passwordHash: hashes.get(player.name) ?? null,
        about: player.about,
        locale: player.speaks,
        suspendedUntil: player.suspendedDays === null ? null : new Date(now.getTime() + player.suspendedDays * DAY_MS),
        trustLevel: player.trust,
        createdAt: player.joinedAt,
        lastSeenAt: found(came, player.name).last,
      })),
    ),
  )
  for (const { id, joined, joinedAt } of players)
    for (const groupId of joined) await groups.addMember(at(ctx, joinedAt), { groupId, memberId: id })
  return new Map(players.map(player => [player.name, player]))
}

const addressOf = (name: string): string => `${name}@roitelet.example`

/** Follows from the installation's secret: the same at every start, and no other installation's. */
export const passwordOf = (host: Pick<Host, 'secret'>, name: string): string =>
  `goldcrest-${createHmac('sha256', host.secret).update(`demo ${name}`).digest('hex').slice(0, 10)}`

/** When each of them came, and was last here. */
function comings({ people, stories }: Content, now: Date) {
  const seen = new Map<string, { first: number; last: number }>()
  for (const { acts, began } of stories) {
    for (const { by, after } of acts) {
      const moment = momentOf(began, now).getTime() + after * MINUTE_MS
      const { first, last } = seen.get(by) ?? { first: moment, last: moment }
      seen.set(by, { first: Math.min(first, moment), last: Math.max(last, moment) })
    }
  }
  return new Map(people.map(person => [person.name, comingOf(person, seen.get(person.name), now)]))
}

function comingOf({ name, trust }: Character, seen: { first: number; last: number } | undefined, now: Date) {
  const roll = random(`coming ${name}`)
  const { first, last } = seen ?? { first: now.getTime() - (2 + roll() * 200) * DAY_MS, last: 0 }
  // Regulars read for a while before they write, newcomers come because they have something to ask.
  const before = trust === 0 ? (10 + roll() * 300) * MINUTE_MS : (0.1 + roll() ** 2 * MOST_DAYS_BEFORE) * DAY_MS
  const opened = now.getTime() - OPENED_DAYS * DAY_MS
  const joined = Math.max(opened + roll() * DAY_MS, first - before)
  const since = Math.max(last, joined)
  return { first: new Date(Math.min(joined, first)), last: new Date(since + (now.getTime() - since) * roll()) }
}

/** The staff group that goes with a role, if one does. */
const staffGroups = ({ role }: Character): number[] => {
  if (role === 'administrator') return [GROUP.administrators]
  return role === 'moderator' ? [GROUP.moderators] : []
}
