/** Texts in the house: whom they call, what their cards show to whom, previews, and posts that are cooked anew. */
import { and, asc, eq, gt, max } from 'drizzle-orm'
import t from 'tap'
import {
  domainEvents,
  groups,
  postLinks,
  postMentions,
  posts,
  postUploads,
  threads,
  uploads,
} from '../../db/tables/index.ts'
import { cook } from '../../server/cooking/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import { COOKED_VERSION, PLAIN_VERSION } from '../../server/core/text/cooked.ts'
import { edit } from '../../server/posts/edit.ts'
import { recookOld } from '../../server/posts/recook.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import * as threadRemoval from '../../server/threads/removal.ts'
import { startApp } from '../support/app.ts'
import { still } from '../support/clock.ts'
import { parsePage } from '../support/html.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

type PostJson = { id: string; html: string; number: number }

t.test('texts', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const [mia, noor, mo] = await Promise.all([app.as(people.mia), app.as(people.noor), app.as(people.mo)])

  const read = async (client: Client, id: number): Promise<string> =>
    (await client.api('GET', `/posts/${id}`)).json<PostJson>().html
  const write = async (client: Client, threadId: number, body: string): Promise<PostJson> =>
    (await client.api('POST', `/threads/${threadId}/posts`, { body })).json<PostJson>()
  const mentionsOf = async (id: string) =>
    (
      await db
        .select()
        .from(postMentions)
        .where(eq(postMentions.postId, Number(id)))
    ).map(row => [row.kind, row.targetId])
  const cardIn = (html: string) => parsePage(html).querySelector('a.card')

  t.test('members are called in any case, nobody is made up', async t => {
    const thread = await make.thread()
    const post = await write(mia, thread.id, '@NOOR and @noor, @nobody and `@mo`')
    const links = [...parsePage(post.html).querySelectorAll('a.mention')]
    t.strictSame(
      links.map(a => [a.textContent, a.getAttribute('href')]),
      [
        ['@noor', '/m/noor'],
        ['@noor', '/m/noor'],
      ],
    )
    t.strictSame(await mentionsOf(post.id), [['member', people.noor.id]])
  })

  t.test('a group is called by who may, if it lets itself be called', async t => {
    const thread = await make.thread()
    const group = await make.group()
    const says = `@${group.slug} and @staff`
    t.strictSame(await mentionsOf((await write(mia, thread.id, says)).id), [], 'it does not by itself')
    const ada = await app.as(people.ada)
    const path = `/admin/groups/${group.id}`
    t.ok((await ada.get(path)).page.querySelector('input[name=mentionable]:not([checked])'))
    t.equal((await ada.post(path, { name: group.slug, mentionable: 'on' })).status, 303)
    t.ok((await ada.get(path)).page.querySelector('input[name=mentionable][checked]'))
    t.strictSame(await mentionsOf((await write(mia, thread.id, says)).id), [['group', group.id]])
    const newcomer = await write(noor, thread.id, says)
    t.strictSame(await mentionsOf(newcomer.id), [], 'a newcomer may not')
    t.notOk(parsePage(newcomer.html).querySelector('.mention'))
    t.equal((await ada.api('PATCH', `/groups/${group.id}`, { mentionable: false })).status, 200)
    t.strictSame(await mentionsOf((await write(mia, thread.id, says)).id), [])
    const everyone = await ada.api('PATCH', `/groups/${GROUP.members}`, { mentionable: true })
    t.equal(everyone.status, 409, 'nobody calls everybody')
  })

  t.test('an edit puts what the text names in place of what it named', async t => {
    const thread = await make.thread()
    const post = await write(mia, thread.id, 'With @noor and https://example.org')
    await mia.api('PATCH', `/posts/${post.id}`, { body: 'With @mo[^1]\n\n[^1]: a note' })
    t.strictSame(await mentionsOf(post.id), [['member', people.mo.id]])
    t.equal(await db.$count(postLinks, eq(postLinks.postId, Number(post.id))), 0)
    t.ok(parsePage(await read(mia, Number(post.id))).getElementById(`post-${post.id}-fn-1`))
  })

  t.test('footnotes of two posts on one page have ids of their own', async t => {
    const thread = await make.thread({ body: 'One[^1]\n\n[^1]: note' })
    await make.post({ threadId: thread.id, body: 'Two[^1]\n\n[^1]: note' })
    const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
    const ids = [...page.page.querySelectorAll('[id^=post-][id*=-fn]')].map(one => one.id)
    t.equal(ids.length, 4)
    t.equal(new Set(ids).size, 4)
    t.ok(
      ids.every(id => /^post-\d+-fn/.test(id)),
      ids.join(' '),
    )
    t.equal(page.page.querySelector('a.back')?.getAttribute('aria-label'), 'Back to reference 1')
  })

  t.test('a post with one of everything costs no more queries than its route may', async t => {
    const key = 'e'.repeat(22)
    const file = { key, memberId: people.mia.id, name: 'e.png', type: 'image/png', bytes: 1, width: 9, height: 9 }
    await db.insert(uploads).values(file)
    const thread = await make.thread()
    const body = `@noor ![e](/uploads/${key}/e.png) https://example.org[^1]\n\n/t/${thread.id}\n\n[^1]: note`
    const answered = await make.post({ threadId: thread.id })
    const sent = await mia.api('POST', `/threads/${thread.id}/posts`, { body, replyTo: String(answered.id) })
    t.equal(sent.status, 201)
    const { id } = sent.json<PostJson>()
    t.equal((await mia.api('PATCH', `/posts/${id}`, { body: `${body} more` })).status, 200)
    t.equal((await mia.post(`/threads/${thread.id}/posts`, { body })).status, 303)
    const edited = await (await mia.get(`/posts/${id}/edit`)).submit(`/posts/${id}`, { body: `${body} again` })
    t.equal(edited.status, 303)
    const categoryId = String(thread.categoryId)
    t.equal((await mia.api('POST', '/threads', { categoryId, title: 'One of everything', body })).status, 201)
    t.equal((await mia.post('/threads', { categoryId, title: 'One of everything', body })).status, 303)
  })

  t.test('a preview is what the post will be, and stores nothing', async t => {
    const thread = await make.thread()
    const body = `# Hi @noor\n\n> [@mia](/t/${thread.id}/${thread.slug}/1):\n> words\n\n||a|| ~~b~~ :tada:\n\n/t/${thread.id}\n\n- [x] c`
    const before = await db.$count(posts)
    const shown = await noor.api('POST', '/preview', { body })
    t.equal(shown.status, 200)
    t.equal(await db.$count(posts), before)
    t.equal((await write(noor, thread.id, body)).html, shown.json<{ html: string }>().html)
    const noted = await noor.api('POST', '/preview', { body: 'a[^1]\n\n[^1]: b' })
    t.match(noted.text, /post-preview-fn-1/)
    t.equal((await app.visitor().api('POST', '/preview', { body })).status, 401)
    t.equal((await noor.api('POST', '/preview', { body: 'x'.repeat(32_001) })).status, 422)
    t.equal((await noor.api('POST', '/preview', { body: ' ' })).status, 422)
  })

  t.test("words that cooking adds are the reader's, with names in them as text", async t => {
    const thread = await make.thread({ body: ':::spoiler\nx\n:::\n\n> [@<b>](/t/1/a/2):\n> y\n\n- [ ] z' })
    const path = `/t/${thread.id}/${thread.slug}`
    const [english, french] = await Promise.all(
      ['en', 'fr'].map(language => app.visitor({ 'accept-language': language }).get(path)),
    )
    t.equal(english?.seen('details.spoiler > summary'), 'Spoiler')
    t.equal(french?.seen('details.spoiler > summary'), 'Divulgâcheur')
    t.equal(french?.page.querySelector('.tick')?.getAttribute('aria-label'), 'À faire')
    t.equal(english?.seen('.quote .by'), '@<b> in post 2')
    t.equal(french?.seen('.quote .by'), '@<b> dans le message 2')
    t.notOk(english?.page.querySelector('.quote .by b'))
  })

  t.test('a card shows its post to who sees it, and to others stays a link', async t => {
    const group = await make.group()
    const insider = await make.member({ groups: [group.slug] })
    const hidden = await make.category({ rights: { see: [group.id], reply: [group.id], create: [group.id] } })
    const secret = await make.thread({
      by: insider,
      categoryId: hidden.id,
      title: 'The zqsecret plan',
      body: 'All the zqwords',
    })
    const open = await make.thread()
    const [inside, post] = await Promise.all([
      app.as(insider),
      write(await app.as(insider), open.id, `Look:\n${app.url}/t/${secret.id}/-/1\n\nIsn't it?`),
    ])
    const id = Number(post.id)
    const path = `/t/${open.id}/${open.slug}`
    t.match(cardIn(await read(inside, id))?.textContent, /The zqsecret plan.*All the zqwords/)
    t.match((await inside.get(path)).text, /zqsecret/)
    for (const other of [app.visitor(), noor, mo]) {
      t.notMatch(await read(other, id), /zqsecret|zqwords/)
      t.notMatch((await other.get(path)).text, /zqsecret|zqwords/)
      t.equal(cardIn(await read(other, id))?.getAttribute('href'), `/t/${secret.id}/-/1`)
    }
    const [stored] = await db.select().from(posts).where(eq(posts.id, id))
    t.notMatch(`${stored?.html} ${stored?.excerpt}`, /zqsecret|zqwords/, 'nothing of it is stored')
    t.notMatch((await noor.api('POST', '/preview', { body: `/t/${secret.id}` })).text, /zqsecret|zqwords/)
    t.match((await inside.api('POST', '/preview', { body: `/t/${secret.id}` })).text, /zqsecret/)
    const quoted = await write(noor, open.id, `> [@${insider.name}](/t/${secret.id}/-/1):\n> my own words`)
    t.notMatch(quoted.html, /zqsecret|zqwords/, 'nor does a quote read it')
  })

  t.test('cards follow what they show: a new title, an edit, a deletion', async t => {
    const shown = await make.thread({ title: 'First title', body: 'The opening' })
    const reply = await make.post({ by: people.mia, threadId: shown.id, body: 'First words' })
    const holding = await make.thread({ body: `/t/${shown.id}/-/2\n\n/t/${shown.id}` })
    const path = `/t/${holding.id}/${holding.slug}`
    const seen = async (client: Client) =>
      [...(await client.get(path)).page.querySelectorAll('a.card')].map(card => card.textContent)
    const visitor = app.visitor()
    t.match((await seen(noor)).join(), /First words/)
    t.match((await seen(visitor)).join(), /First title.*The opening/)

    await mia.api('PATCH', `/posts/${reply.id}`, { body: 'Better words' })
    await editThread(await app.ctx(people.mia), { id: shown.id, title: 'Better title' })
    await app.settled()
    t.match((await seen(noor)).join(), /Better title.*Better words.*Better title/)
    await until(async () => /Better title/.test((await seen(visitor)).join()), 'a visitor sees it a moment later')

    await postRemoval.remove(await app.ctx(people.mia), { id: reply.id })
    await app.settled()
    const [first, second] = await seen(noor)
    t.notMatch(first, /Better/, 'what is deleted is a link again')
    t.match(second, /Better title/)
    await postRemoval.restore(await app.ctx(people.mia), { id: reply.id })
    await app.settled()
    t.match((await seen(noor))[0], /Better words/, 'and comes back with it')
    await threadRemoval.remove(await app.ctx(people.mo), { id: shown.id })
    await app.settled()
    t.notMatch((await seen(noor)).join(), /Better/)
    t.notMatch((await seen(mo)).join(), /Better/, 'for those who see the tombstone too')
  })

  t.test('uploads are shown by their owner and by who sees them, by nobody else', async t => {
    const [mine] = await db
      .insert(uploads)
      .values({
        key: 'k'.repeat(22),
        memberId: people.mia.id,
        name: 'a.png',
        type: 'image/png',
        bytes: 1,
        width: 10,
        height: 5,
      })
      .returning()
    const source = `![a](/uploads/${mine?.key}/a.png)`
    const shownBy = async (who: typeof people.mia) => (await cook(await app.ctx(who), source)).uploadIds
    t.strictSame(await shownBy(people.mia), [mine?.id])
    t.strictSame(await shownBy(people.noor), [], 'an address alone gives no right')
    t.notMatch((await cook(await app.ctx(people.noor), source)).html, /<img/)

    const staff = await make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const inside = await make.thread({ by: people.mo, categoryId: staff.id, body: 'x' })
    const [hidden] = await db.select().from(posts).where(eq(posts.threadId, inside.id))
    await db.insert(postUploads).values({ postId: hidden?.id ?? 0, uploadId: mine?.id ?? 0 })
    t.strictSame(await shownBy(people.noor), [], 'nor does a post out of sight')
    t.strictSame(await shownBy(people.mo), [mine?.id])

    const thread = await make.thread()
    const post = await write(mia, thread.id, source)
    t.match(post.html, /<img src="[^"]+" width="10" height="5" alt="a"/)
    t.equal(await db.$count(postUploads, eq(postUploads.postId, Number(post.id))), 1)
    t.strictSame(await shownBy(people.noor), [mine?.id], 'in plain sight it may be shown again')
  })

  t.test('a newcomer may link to only so many other sites, and is told how many', async t => {
    const thread = await make.thread()
    const links = (count: number) =>
      Array.from({ length: count }, (_, index) => `https://site${index}.example`).join('\n')
    t.equal((await noor.api('POST', `/threads/${thread.id}/posts`, { body: links(5) })).status, 201)
    const refused = await noor.api('POST', `/threads/${thread.id}/posts`, { body: links(6) })
    t.equal(refused.status, 422)
    t.match(refused.text, /5 other sites/)
    const own = Array.from({ length: 9 }, (_, index) => `see ${app.url}/t/${index + 1}`).join('\n')
    t.equal(
      (await noor.api('POST', `/threads/${thread.id}/posts`, { body: own })).status,
      201,
      'our own are not counted',
    )
    t.equal((await mia.api('POST', `/threads/${thread.id}/posts`, { body: links(30) })).status, 201)
    const form = await noor.post(`/threads/${thread.id}/posts`, { body: links(6) })
    t.equal(form.status, 422)
    t.match(form.text, /https:\/\/site5\.example/, 'the text comes back')
    const { id } = await make.post({ by: people.noor, threadId: thread.id })
    t.equal((await noor.api('PATCH', `/posts/${id}`, { body: links(6) })).status, 422)
  })

  t.test('a title is never read as Markdown', async t => {
    const title = '**Bold** <b>x</b> :tada: @noor https://example.org'
    const thread = await make.thread({ title })
    const page = await mia.get(`/t/${thread.id}/${thread.slug}`)
    t.equal(page.seen('h1'), title)
    const card = cardIn((await noor.api('POST', '/preview', { body: `/t/${thread.id}` })).json<{ html: string }>().html)
    t.equal(card?.querySelector('.card-title')?.textContent, title)
  })

  t.test('whether single line ends count is a setting', async t => {
    const ada = await app.as(people.ada)
    const body = 'one\ntwo'
    t.match((await noor.api('POST', '/preview', { body })).text, /<br/)
    t.equal((await ada.api('PATCH', '/settings', { values: { 'cooking.breaks': false } })).status, 200)
    t.notMatch((await noor.api('POST', '/preview', { body })).text, /<br/)
    await ada.api('PATCH', '/settings', { values: { 'cooking.breaks': true } })
  })

  t.test('old posts are cooked anew by the job, with all that belongs to it, and nobody is told', async t => {
    const thread = await make.thread()
    const ids: number[] = []
    for (let index = 0; index < 60; index++) {
      ids.push((await make.post({ by: people.mia, threadId: thread.id, body: `~~old~~ @noor @staff ${index}` })).id)
    }
    await app.settled()
    const old = { html: '<p>old</p>', excerpt: '', cookedVersion: 1 }
    await db
      .update(posts)
      .set(old)
      .where(and(eq(posts.threadId, thread.id), gt(posts.number, 1)))
    await db.delete(postMentions)
    const versionOf = async () => (await db.select().from(threads).where(eq(threads.id, thread.id)))[0]?.version ?? 0
    const [before, [last]] = [await versionOf(), await db.select({ at: max(domainEvents.position) }).from(domainEvents)]
    const path = `/t/${thread.id}/${thread.slug}/2`
    t.match((await app.visitor().get(path)).text, /<p>old<\/p>/, 'readers get what is there')

    await recookOld(await app.ctx())
    await app.settled()
    t.equal(
      await db.$count(posts, and(eq(posts.threadId, thread.id), eq(posts.cookedVersion, 1))),
      0,
      'batch after batch',
    )
    const [row] = await db
      .select()
      .from(posts)
      .where(eq(posts.id, ids[0] ?? 0))
    t.match(row, { excerpt: 'old @noor @staff 0', version: 1, editedAt: null, cookedVersion: COOKED_VERSION })
    t.match(row?.html, /<s>old<\/s>/)
    t.strictSame(await mentionsOf(String(ids[0])), [['member', people.noor.id]])
    t.ok((await versionOf()) > before)
    const events = await db
      .select()
      .from(domainEvents)
      .where(gt(domainEvents.position, last?.at ?? 0))
      .orderBy(asc(domainEvents.position))
    t.strictSame([...new Set(events.map(({ type }) => type))], ['threads.refreshed'])
    await until(async () => /<s>old<\/s>/.test((await app.visitor().get(path)).text), 'visitors get the new look')
  })

  t.test('an old post that somebody reads is cooked anew a moment later', async t => {
    const thread = await make.thread({ by: people.mia, body: '~~old~~' })
    await db
      .update(posts)
      .set({ html: '<p>old</p>', cookedVersion: PLAIN_VERSION })
      .where(eq(posts.threadId, thread.id))
    const path = `/t/${thread.id}/${thread.slug}`
    t.match((await noor.get(path)).text, /<p>old<\/p>/)
    await until(async () => /<s>old<\/s>/.test((await noor.get(path)).text), 'the next reader gets it')
  })

  t.test('what a newcomer was not allowed does not come about when their post is cooked anew', async t => {
    const group = await make.group()
    await db.update(groups).set({ mentionable: true }).where(eq(groups.id, group.id))
    const thread = await make.thread()
    const [byNewcomer, byRegular] = [
      await write(noor, thread.id, `@${group.slug}`),
      await write(mia, thread.id, `@${group.slug}`),
    ]
    await db.update(posts).set({ cookedVersion: 1 }).where(eq(posts.threadId, thread.id))
    await recookOld(await app.ctx())
    t.strictSame(await mentionsOf(byNewcomer.id), [])
    t.strictSame(await mentionsOf(byRegular.id), [['group', group.id]])
  })

  t.test('an edit that comes between is not undone', async t => {
    const { id } = await make.thread({ by: people.mia, body: 'First' })
    const [post] = await db.select().from(posts).where(eq(posts.threadId, id))
    await db.update(posts).set({ cookedVersion: 1 }).where(eq(posts.threadId, id))
    await Promise.all([
      recookOld(await app.ctx()),
      edit(await app.ctx(people.mia), { id: post?.id ?? 0, body: 'Second' }),
    ])
    t.match(await read(mia, post?.id ?? 0), /Second/)
  })
})

t.test('previews are counted', async t => {
  const app = await startApp(t, { env: { GUILDHALL_LIMITS: 'on' }, now: still() })
  const ada = await app.as(people.ada)
  await ada.api('PATCH', '/settings', { values: { 'posts.previewsPerMinute': 3 } })
  const noor = await app.as(people.noor)
  const ask = () => noor.api('POST', '/preview', { body: 'a text' })
  // A new minute may begin in between, once.
  const answers = []
  while (answers.length < 7) answers.push(await ask())
  const refused = answers.find(({ status }) => status !== 200)
  t.equal(refused?.status, 429)
  t.ok(refused?.headers['retry-after'])
})
