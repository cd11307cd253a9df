import { sql } from 'drizzle-orm'
import t from 'tap'
import { wrongCounters } from '../../server/counters/counters.ts'
import { type Bot, botFor } from '../../server/demo/bot.ts'
import { passwordOf } from '../../server/demo/ground.ts'
import { setUp, stateOf } from '../../server/demo/service.ts'
import { CATEGORIES, SIGN_INS } from '../../server/demo/world.ts'
import { random } from '../../server/site/random.ts'
import { jobs } from '../../server/top/make.ts'
import { signIn, startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { until } from '../support/until.ts'

const app = await startApp(t, { untouched: true })
const ctx = await app.ctx()
const told: string[] = []
// Every ten minutes it runs, so it may have while there was nothing yet.
await jobs['top.make']?.(ctx, null, new AbortController().signal)
const made = await setUp({ ctx, settled: app.settled }, line => told.push(line))
// That there is an administrator now a process finds out once, at its next page.
await app.visitor().get('/')
const [member = '', moderator = '', administrator = ''] = SIGN_INS

const asDemo = async (name: string): Promise<Client> =>
  signIn(app.visitor(), { id: 0, name, email: '', password: passwordOf(ctx.host, name) })

const count = async (query: string): Promise<number> => {
  const [row] = await ctx.db.execute<{ n: number }>(sql.raw(`select count(*)::int as n from ${query}`))
  return row?.n ?? 0
}

t.test('the demo is made with the promised numbers, and tells how far it is', async t => {
  t.equal(made, true)
  t.equal(await stateOf(ctx), 'ready')
  t.ok((await count('members')) >= 60)
  t.equal(await count('categories'), CATEGORIES.length)
  t.ok(CATEGORIES.length > 8, 'eight for members, and one for staff')
  t.ok((await count('threads')) >= 120)
  t.ok((await count('posts')) >= 550)
  t.match(told.join('\n'), /100 % of fourteen months/)
})

t.test('its counters are right', async t => {
  t.strictSame(await wrongCounters(ctx), [])
})

t.test('it spans fourteen months, ends within the last hours, and nothing is in the future', async t => {
  const [row] = await ctx.db.execute<{ first: number; last: number; months: number }>(sql`
    select extract(day from now() - min(created_at))::int as first, extract(epoch from now() - max(created_at))::int as last,
      count(distinct date_trunc('month', created_at))::int as months from posts`)
  t.ok(row && row.first > 400 && row.first < 430, `begins ${row?.first} days ago`)
  t.ok(row && row.last > 0 && row.last < 6 * 3600, `ends ${row?.last} seconds ago`)
  t.ok(row && row.months >= 14, `${row?.months} months have posts`)
  t.equal(await count('reactions where at > now()'), 0)
  t.equal(await count('notifications where updated_at > now()'), 0)
  t.equal(await count('posts p join members m on m.id = p.author_id where p.created_at < m.created_at'), 0)
})

/** What the demo shows at least once. A feature that comes later adds its line, and then its content. */
const SHOWN: Readonly<Record<string, string>> = {
  'a category within a category': 'categories where parent_id is not null',
  'members with a picture': 'members where avatar_key is not null',
  'members without one': 'members where avatar_key is null',
  'display names': 'members where display_name is not null',
  'members without one of those': 'members where display_name is null',
  'about texts': "members where about <> ''",
  'a suspended member': 'members where suspended_until > now()',
  newcomers: 'members where trust_level = 0',
  regulars: 'members where trust_level = 2',
  'trusted members': 'members where trust_level = 3',
  'a group that may be called': "groups where kind = 'custom' and mentionable",
  'a call of that group': "post_mentions where kind = 'group'",
  mentions: "post_mentions where kind = 'member'",
  'replies to a post': 'posts where reply_to_id is not null',
  quotes: "post_links where kind = 'quote'",
  'a quote of a quote': "posts where body like '%> > [@%'",
  'cards of threads': "post_links where kind = 'card'",
  'links to elsewhere': "posts where html like '%rel=\"nofollow%'",
  tables: "posts where html like '%<table%'",
  'highlighted code': "posts where html like '%hljs-%'",
  spoilers: 'posts where html like \'%class="spoiler"%\'',
  footnotes: "posts where html like '%footnote%'",
  tasks: 'posts where html like \'%class="tick"%\'',
  'struck-out text': "posts where html like '%<s>%'",
  pictures: "uploads where purpose = 'post' and width > 0",
  'pictures with a description': 'posts where html ~ \'<img[^>]* alt="[^"]{20}\'',
  reactions: 'reactions',
  'posts that many reacted to': '(select post_id from reactions group by post_id having count(*) > 9) r',
  'posts that nobody reacted to': 'posts p where not exists (select from reactions r where r.post_id = p.id)',
  'edited posts with their history': 'post_revisions',
  'an edit by somebody else': 'posts where editor_id <> author_id',
  'a wiki post': 'posts where wiki',
  'a hidden post': 'posts where hidden_at is not null',
  'a post deleted by its author': 'posts where deleted_by_id = author_id',
  'a post deleted by staff with a reason': "posts where deleted_by_id <> author_id and delete_reason <> ''",
  'a deleted thread': 'threads where deleted_at is not null',
  'locked threads': 'threads where locked_at is not null',
  'pinned threads': 'threads where pinned',
  'unanswered threads': 'threads where reply_count = 0 and deleted_at is null',
  'a very long thread': 'threads where last_number >= 60',
  views: 'threads where view_count > 1000',
  'tags in use': 'tag_counts where threads > 2',
  'descriptions of tags': "tags where description <> ''",
  'synonyms of tags': 'tags where synonym_of_id is not null',
  'bookmarks with a note': "bookmarks where note <> ''",
  'a reminder to come': 'bookmarks where remind_at > now()',
  'drafts of replies': "drafts where key like 'reply-%'",
  'drafts of threads': "drafts where key = 'thread'",
  'followed threads': "follows where kind = 'thread' and level = 'follow'",
  'a followed tag': "follows where kind = 'tag' and level = 'follow'",
  'a muted thread': "follows where kind = 'thread' and level = 'mute'",
  'a muted category': "follows where kind = 'category' and level = 'mute'",
  'acts of staff in the log': "audit_entries where reason <> ''",
}

for (const [what, query] of Object.entries(SHOWN))
  t.test(`it shows ${what}`, async t => {
    t.ok((await count(query)) > 0, query)
  })

t.test('what moved most people is there from the beginning', async t => {
  for (const period of ['week', 'year', 'all'])
    t.ok(
      (await app.visitor().api('GET', `/threads/top?period=${period}`)).json<{ items: unknown[] }>().items.length > 5,
    )
})

t.test('something waits for each of the three who can sign in', async t => {
  for (const name of SIGN_INS) {
    const client = await asDemo(name)
    const notifications = await client.api('GET', '/notifications/count')
    const { unread: waiting } = notifications.json<{ unread: number }>()
    t.ok(waiting > 0 && waiting < 60, `${waiting} notifications wait for ${name}`)
    const unread = await client.get('/unread')
    t.match(unread.text, /class="[^"]*unread/, `${name} has unread threads`)
    const drafts = await client.api('GET', '/drafts')
    t.ok(drafts.json<{ items: unknown[] }>().items.length > 0, `${name} has drafts`)
  }
})

t.test('nobody but staff sees what staff discuss', async t => {
  const staffOnly = await ctx.db.execute<{ id: number; slug: string; title: string }>(sql`
    select t.id::float8 as id, t.slug, t.title from threads t join categories c on c.id = t.category_id where c.slug = 'bench'`)
  t.equal(staffOnly.length, 3)
  const clients = { visitor: app.visitor(), member: await asDemo(member) }
  for (const [who, client] of Object.entries(clients)) {
    t.equal((await client.get('/c/bench')).status, 404)
    for (const { id, slug } of staffOnly) t.equal((await client.get(`/t/${id}/${slug}`)).status, 404)
    for (const path of ['/', '/latest', '/categories', '/feed.xml', '/m/basile', '/m/tamsin']) {
      const { text } = await client.get(path)
      for (const { title } of staffOnly) t.notOk(text.includes(title), `${who} does not read "${title}" at ${path}`)
    }
  }
  for (const name of [moderator, administrator]) {
    const client = await asDemo(name)
    for (const { id, slug } of staffOnly) t.equal((await client.get(`/t/${id}/${slug}`)).status, 200)
  }
})

/** Pages of the community itself; forms and files are no matter of texts. */
const PAGE = /^\/(?:$|latest|unread|categories|tags|members|c\/|t\/|m\/|tag\/)/

const POST = /^\/t\/\d+\/[^/]+\/\d+$/

/** @param all whether each post has its own address walked to, beside its thread's */
async function deadLinks(client: Client, all: boolean): Promise<{ seen: number; dead: string[] }> {
  const seen = new Set(['/'])
  const dead: string[] = []
  for (const path of seen) {
    const { status, text } = await client.get(path)
    if (status !== 200 && status !== 301 && status !== 303) dead.push(`${status} ${path}`)
    for (const [, href = ''] of text.matchAll(/ href="([^"]+)"/g)) {
      const target = href.replace(/[?#].*$/, '')
      if (PAGE.test(target) && (all || !POST.test(target))) seen.add(target)
    }
  }
  return { seen: seen.size, dead }
}

t.test('no link of its pages leads nowhere', async t => {
  for (const [client, all] of [[app.visitor(), true] as const, [await asDemo(member), false] as const]) {
    const { seen, dead } = await deadLinks(client, all)
    t.ok(seen > 220, `${seen} pages`)
    t.strictSame(dead, [])
  }
})

t.test('its pictures are there', async t => {
  const shown = await ctx.db.execute<{ html: string }>(sql`select html from posts where html like '%/uploads/%'`)
  const sources = shown.flatMap(({ html }) => [...html.matchAll(/ src="([^"]+)"/g)].map(([, source = '']) => source))
  t.ok(sources.length >= 11)
  for (const source of new Set(sources)) t.equal((await app.visitor().get(source)).status, 200, source)
})

t.test('it does not sign anybody in but the three', async t => {
  t.equal(await count('members where password_hash is not null'), SIGN_INS.length)
  t.not(
    passwordOf({ secret: 'one' }, member),
    passwordOf({ secret: 'other' }, member),
    'nor with a password from elsewhere',
  )
})

t.test('a second start adds nothing', async t => {
  const before = await count('posts')
  t.equal(await setUp({ ctx, settled: app.settled }), false)
  t.equal(await count('posts'), before)
})

t.test('it is not made where somebody has joined, nor on top of half of it', async t => {
  const other = await startApp(t)
  const otherCtx = await other.ctx()
  await t.rejects(setUp({ ctx: otherCtx, settled: other.settled }), { message: /members of its own/ })
  t.equal(await stateOf(otherCtx), 'none')
  await otherCtx.db.execute(sql`
    insert into audit_entries (at, act, target_type, target_id) values (now(), 'demo.begin', 'demo', 'demo')`)
  await t.rejects(setUp({ ctx: otherCtx, settled: other.settled }), { message: /--reset/ })
})

const botPosts = () =>
  ctx.db.execute<{ body: string; category: string; author: string }>(sql`
    select p.body, c.slug as category, m.name as author from posts p join threads t on t.id = p.thread_id
    join categories c on c.id = t.category_id join members m on m.id = p.author_id
    where p.id > ${before.id} order by p.id`)
const before = { id: 0 }

t.test('the bot writes what fits, as members, and nothing twice', async t => {
  const [newest] = await ctx.db.execute<{ id: number }>(sql`select max(id)::float8 as id from posts`)
  before.id = newest?.id ?? 0
  const bot: Bot = await botFor(() => ctx, random('bot'))
  let acted = 0
  for (let times = 0; times < 160; times++) if (await bot.act()) acted++
  const written = await botPosts()
  t.ok(acted > 60 && written.length > 40, `${written.length} posts of ${acted} acts`)
  t.equal(new Set(written.map(({ body }) => body)).size, written.length, 'no text twice')
  t.notOk(written.some(({ category }) => category === 'bench'))
  t.notOk(
    written.some(({ author }) => SIGN_INS.some(name => name === author)),
    'never as somebody who is signed in with',
  )
  await app.settled()
  t.strictSame(await wrongCounters(ctx), [])
})

t.test('the bot goes on by itself until it is stopped', async t => {
  const bot = await botFor(() => ctx, random('another bot'))
  const start = (await count('posts')) + (await count('reactions'))
  bot.start(() => 1)
  await until(async () => (await count('posts')) + (await count('reactions')) > start, 'the bot did something')
  await bot.stop()
  const end = await count('posts')
  bot.start(() => 1)
  await app.settled()
  t.equal(await count('posts'), end)
})
