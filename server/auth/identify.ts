/**
 * Who sends a request, in one statement: the session or API token with its member and groups, the versions of the
 * caches, and what the route wants in its first query. Runs for every signed-in page, so it is prepared: its text is the
 * same for all requests of one route.
 */
import { eq, type SQL, sql } from 'drizzle-orm'
import { apiTokens, groupMembers, members, notifications, sessions } from '../../db/tables/index.ts'
import { type Actor, GROUP, memberActor, VISITOR } from '../core/actor.ts'
import { type Versions, versionsSql } from '../core/cache.ts'
import type { Host } from '../core/context.ts'
import { type Db, type PreparedSql, prepareSql, runPrepared } from '../core/db.ts'
import { NotSignedIn } from '../core/errors.ts'
import { uncounted } from '../core/http/budget.ts'
import type { AskedFirst, Credentials, FirstQuery, Identity, Viewer } from '../core/http/identity.ts'
import { isLocale } from '../core/i18n.ts'
import { hashSecret } from '../core/secrets.ts'
import { blankCookie, noteSeen, readCookie, validate } from './sessions.ts'

const TOKEN = /^Bearer +(gh_[\w-]{20,100})$/i
const USED_EVERY_MS = 5 * 60 * 1000
const STAFF_GROUPS: ReadonlySet<number> = new Set([GROUP.staff, GROUP.moderators, GROUP.administrators])

/** A member as the statement brings them: JSON, so dates are text. */
type MemberRow = {
  readonly memberId: number
  readonly name: string
  readonly displayName: string | null
  readonly avatar: string | null
  readonly trustLevel: number
  readonly verified: boolean
  readonly locale: string | null
  readonly theme: Viewer['theme']
  readonly density: Viewer['density']
  readonly suspendedUntil: string | null
  readonly joined: readonly number[]
  readonly unreadNotifications: number
}
type SessionRow = MemberRow & { readonly expiresAt: string; readonly endsAt: string; readonly lastSeenAt: string }
type TokenRow = MemberRow & {
  readonly tokenId: number
  readonly scopes: readonly string[]
  readonly expiresAt: string | null
  readonly lastUsedAt: string | null
}

/** The statement's answer. */
type Answer<Row> = {
  readonly found: Row | null
  readonly versions: Versions
  readonly first: Readonly<Record<string, unknown>>
}

const memberColumns = sql`m.id as "memberId", m.name, m.display_name as "displayName",
  m.avatar_key as avatar, m.trust_level as "trustLevel", m.email_verified_at is not null as verified, m.locale, m.theme, m.density,
  m.suspended_until as "suspendedUntil",
  array(select g.group_id from ${groupMembers} g where g.member_id = m.id) as joined,
  (select count(*) from (select from ${notifications} n where n.member_id = m.id and n.read_at is null
    and n.kind = any((select string_to_array(${sql.placeholder('kinds')}::text, ' '))::text[]) limit 100) unread)
    as "unreadNotifications"`

const bySessionId = sql`
  select s.expires_at as "expiresAt", s.ends_at as "endsAt", s.last_seen_at as "lastSeenAt", ${memberColumns}
  from ${sessions} s join ${members} m on m.id = s.member_id where s.id = ${sql.placeholder('hash')}`

const byTokenHash = sql`
  select t.id as "tokenId", t.scopes, t.expires_at as "expiresAt", t.last_used_at as "lastUsedAt", ${memberColumns}
  from ${apiTokens} t join ${members} m on m.id = t.member_id where t.hash = ${sql.placeholder('hash')}`

/**
 * Finds the request's actor. A visitor without cookie or token costs no query, and then `first` is empty.
 * @throws NotSignedIn for a token that is malformed, unknown, expired or its owner's no more
 */
export async function identify(
  host: Host,
  db: Db,
  credentials: Credentials,
  first: AskedFirst | null,
): Promise<Identity> {
  const { authorization } = credentials
  // A proxy's own Basic sign-in in front of us is not ours to judge.
  if (authorization !== undefined && !/^basic /i.test(authorization)) return byToken(host, db, authorization, first)
  const value = readCookie(host.env, credentials.cookie)
  if (value === null) return visitor({}, [])
  if (value === '') return visitor({}, [blankCookie(host, host.db)])
  return bySession(host, db, { value, userAgent: credentials.userAgent }, first)
}

type Cookie = { readonly value: string; readonly userAgent: string | undefined }

async function bySession(
  host: Host,
  db: Db,
  { value, userAgent }: Cookie,
  first: AskedFirst | null,
): Promise<Identity> {
  const id = hashSecret(value)
  const answer = await ask<SessionRow>(host, db, { kind: SESSION, hash: id, first })
  await host.caches.ensure(answer.versions)
  const row = answer.found
  const found = row && {
    id,
    memberId: row.memberId,
    expiresAt: new Date(row.expiresAt),
    endsAt: new Date(row.endsAt),
    lastSeenAt: new Date(row.lastSeenAt),
  }
  const valid = await validate(host, host.db, { value, found })
  if (!valid || !row || !found || isSuspended(host, row)) return visitor(answer.first, [blankCookie(host, host.db)])
  noteSeen(host, host.db, { ...found, userAgent })
  return {
    actor: memberActor({ ...row, id: row.memberId }),
    viewer: viewerOf(row),
    sessionId: id,
    tokenId: null,
    first: answer.first,
    cookies: valid.cookies,
  }
}

async function byToken(host: Host, db: Db, authorization: string, first: AskedFirst | null): Promise<Identity> {
  const secret = TOKEN.exec(authorization)?.[1]
  if (!secret) throw new NotSignedIn()
  const answer = await ask<TokenRow>(host, db, { kind: TOKENS, hash: hashSecret(secret), first })
  await host.caches.ensure(answer.versions)
  const row = answer.found
  if (!row || isSuspended(host, row) || (row.expiresAt && new Date(row.expiresAt) <= host.now()))
    throw new NotSignedIn()
  noteUsed(host, host.db, row)
  return {
    actor: tokenActor(row),
    viewer: viewerOf(row),
    sessionId: null,
    tokenId: row.tokenId,
    first: answer.first,
    cookies: [],
  }
}

type Asked = { readonly kind: Kind; readonly hash: string; readonly first: AskedFirst | null }

/** One round trip. The route's scalars come back also when there is no such session: they were asked beside it. */
async function ask<Row>(host: Host, db: Db, { kind, hash, first }: Asked): Promise<Answer<Row>> {
  const statement = statementOf(kind, first?.query ?? NOTHING_MORE)
  // The bell counts what the page of notifications would list: kinds that nobody brings are not there.
  const kinds = [...host.notifications.keys()].join(' ')
  const [answer] = await runPrepared<Answer<Row>>(db, statement, { ...first?.values, hash, kinds })
  if (!answer) throw new Error('the first query of a request had no answer')
  return answer
}

/** Who is looked for, and the statements put together so far: one per route that asks for more. */
type Kind = { readonly who: SQL; readonly statements: WeakMap<FirstQuery, PreparedSql> }

const SESSION: Kind = { who: bySessionId, statements: new WeakMap() }
const TOKENS: Kind = { who: byTokenHash, statements: new WeakMap() }
const NOTHING_MORE: FirstQuery = { scalars: {}, values: () => ({}) }

function statementOf({ who, statements }: Kind, first: FirstQuery): PreparedSql {
  let statement = statements.get(first)
  if (!statement) {
    const scalars = Object.entries(first.scalars).map(([name, scalar]) => sql`${scalar} as ${sql.identifier(name)}`)
    const more =
      scalars.length > 0 ? sql`(select row_to_json(w) from (select ${sql.join(scalars, sql`, `)}) w)` : sql`'{}'::json`
    // Named `who` for the route's scalars (core/http/identity.ts, `askingMemberId`).
    statement = prepareSql(sql`select to_json(who) as found, ${versionsSql} as versions, ${more} as first
      from (select) one left join (${who}) who on true`)
    statements.set(first, statement)
  }
  return statement
}

/** Without the scope `admin` a token acts as its owner would without any staff group. */
function tokenActor(row: TokenRow): Actor {
  const scopes = new Set(row.scopes)
  const joined = scopes.has('admin') ? row.joined : row.joined.filter(group => !STAFF_GROUPS.has(group))
  return memberActor({ ...row, id: row.memberId, joined, scopes })
}

const viewerOf = (row: MemberRow): Viewer => ({
  id: row.memberId,
  name: row.name,
  displayName: row.displayName ?? row.name,
  avatar: row.avatar,
  locale: isLocale(row.locale) ? row.locale : null,
  theme: row.theme,
  density: row.density,
  unreadNotifications: row.unreadNotifications,
})

const visitor = (first: Identity['first'], cookies: readonly string[]): Identity => ({
  actor: VISITOR,
  viewer: null,
  sessionId: null,
  tokenId: null,
  first,
  cookies,
})

const isSuspended = (host: Host, { suspendedUntil }: MemberRow): boolean =>
  suspendedUntil !== null && new Date(suspendedUntil) > host.now()

function noteUsed(host: Host, db: Db, { tokenId, lastUsedAt }: TokenRow): void {
  const now = host.now()
  if (lastUsedAt && now.getTime() - new Date(lastUsedAt).getTime() < USED_EVERY_MS) return
  const set = { lastUsedAt: now }
  uncounted(async () => void (await db.update(apiTokens).set(set).where(eq(apiTokens.id, tokenId)))).catch(error =>
    host.log.warn(error, 'the use of a token could not be noted'),
  )
}
