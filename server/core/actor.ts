/** Who does this: a visitor, a member, or the system itself. */

/** The groups that exist in every community, with fixed ids (db/migrations/0000_skeleton.sql). */
export const GROUP = {
  everyone: 1,
  members: 2,
  staff: 3,
  moderators: 4,
  administrators: 5,
  trust0: 10,
} as const

export type Actor = {
  readonly kind: 'visitor' | 'member' | 'system'
  /** The member's id; null for visitors and the system. */
  readonly id: number | null
  readonly name: string
  readonly groups: ReadonlySet<number>
  /** Whether the address is confirmed; true for the system. */
  readonly verified: boolean
  /** Scopes of the API token in use; null when a session or the system acts. */
  readonly scopes: ReadonlySet<string> | null
}

export const VISITOR: Actor = {
  kind: 'visitor',
  id: null,
  name: '',
  groups: new Set([GROUP.everyone]),
  verified: false,
  scopes: null,
}

export const SYSTEM: Actor = {
  kind: 'system',
  id: null,
  name: 'system',
  groups: new Set([GROUP.everyone, GROUP.members, GROUP.staff, GROUP.administrators]),
  verified: true,
  scopes: null,
}

type MemberFacts = {
  readonly id: number
  readonly name: string
  readonly trustLevel: number
  readonly verified: boolean
  /** Ids of the groups that the member was put into. */
  readonly joined: readonly number[]
  readonly scopes?: ReadonlySet<string>
}

/** A member as an actor: to the groups they joined come everyone, members, their trust levels, and staff if they are. */
export function memberActor(facts: MemberFacts): Actor {
  const groups = new Set<number>([GROUP.everyone, GROUP.members, ...facts.joined])
  for (let level = 0; level <= facts.trustLevel; level++) groups.add(GROUP.trust0 + level)
  if (groups.has(GROUP.administrators) || groups.has(GROUP.moderators)) groups.add(GROUP.staff)
  return {
    kind: 'member',
    id: facts.id,
    name: facts.name,
    groups,
    verified: facts.verified,
    scopes: facts.scopes ?? null,
  }
}

const TRUST_LEVELS = 5

/** The highest trust level that the actor has reached; -1 for visitors. */
export function trustLevelOf(actor: Actor): number {
  let level = -1
  while (level + 1 < TRUST_LEVELS && actor.groups.has(GROUP.trust0 + level + 1)) level++
  return level
}

export const isAdministrator = (actor: Actor): boolean => actor.groups.has(GROUP.administrators)
export const isStaff = (actor: Actor): boolean => actor.groups.has(GROUP.staff)
/** Trust level 0, and no staff. */
export const isNewcomer = (actor: Actor): boolean => !actor.groups.has(GROUP.trust0 + 1) && !isStaff(actor)
