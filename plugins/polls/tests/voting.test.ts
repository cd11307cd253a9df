import { eq } from 'drizzle-orm'
import t from 'tap'
import { posts } from '../../../db/tables/index.ts'
import { GROUP } from '../../../server/core/actor.ts'
import { edit } from '../../../server/posts/edit.ts'
import type { Answer } from '../../../tests/support/http.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { LUNCH, pollBy } from './polls.ts'

/** What stands beside each option. */
const countsOn = ({ page }: Answer) =>
  [...page.querySelectorAll('.poll .opt')].map(one => one.querySelector('.num')?.textContent ?? null)

t.test('polls', async t => {
  const app = await startStaged(t)
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const visitor = app.visitor()

  await t.test('a poll is shown in its post, and voted on by a plain form', async t => {
    const poll = await pollBy(app, `Tell me.\n\n${LUNCH}`)
    const seen = await visitor.get(poll.page)
    t.equal(seen.seen('.poll legend'), 'What is for lunch?')
    t.equal(seen.page.querySelector('.poll form'), null, 'a visitor has nothing to send')
    t.match(seen.seen('.poll a.btn'), 'Sign in to vote')

    const answer = await (await noor.get(poll.page)).submit(`${poll.path}/ballot`, { choice: '1' })
    t.match(answer.location, new RegExp(`^${poll.page}/1#polls-${poll.postId}-0`))
    const after = await noor.get(poll.page)
    t.strictSame(countsOn(after), ['0% · 0', '100% · 1'])
    t.ok(after.page.querySelector('.poll input[value="1"][checked]'), 'their own is chosen')
    t.match(after.seen('.poll'), /1 vote\b/)

    const another = await mia.get(poll.page)
    t.equal(another.page.querySelector('.poll input[checked]'), null, 'and nobody else’s is')
    t.strictSame(countsOn(another), ['0% · 0', '100% · 1'])
    t.strictSame(app.errors, [])
  })

  await t.test('in French too', async t => {
    const poll = await pollBy(app, LUNCH)
    const page = await visitor.get(poll.page, { headers: { 'accept-language': 'fr' } })
    t.match(page.seen('.poll'), /Aucun vote.*Connectez-vous pour voter/)
  })

  await t.test('a vote is changed and taken back', async t => {
    const poll = await pollBy(app, LUNCH)
    await noor.post(`${poll.path}/ballot`, { choice: '0' })
    await noor.post(`${poll.path}/ballot`, { choice: '1' })
    t.strictSame(countsOn(await mia.get(poll.page)), ['0% · 0', '100% · 1'])
    await (await noor.get(poll.page)).submit(`${poll.path}/ballot`, {}, `${poll.path}/ballot/delete`)
    const after = await mia.get(poll.page)
    t.strictSame(countsOn(after), ['0% · 0', '0% · 0'])
    t.match(after.seen('.poll'), /No votes yet/)
    t.equal((await noor.post(`${poll.path}/ballot/delete`)).status, 303, 'twice is once')
  })

  await t.test('where votes are fixed, the first one stays', async t => {
    const poll = await pollBy(app, ':::poll fixed\n- a\n- b\n:::')
    t.equal((await noor.post(`${poll.path}/ballot`, { choice: '0' })).status, 303)
    const again = await noor.post(`${poll.path}/ballot`, { choice: '1' })
    t.equal(again.status, 422)
    t.match(again.seen('.poll [role=alert]'), 'Votes in this poll stay as they were given.')
    t.equal((await noor.post(`${poll.path}/ballot/delete`)).status, 422)
    t.strictSame(countsOn(await mia.get(poll.page)), ['100% · 1', '0% · 0'])
  })

  await t.test('what the poll does not offer is refused, with the form again', async t => {
    const poll = await pollBy(app, LUNCH)
    for (const choice of [[], ['7'], ['0', '1']]) {
      const answer = await noor.post(`${poll.path}/ballot`, { choice })
      t.equal(answer.status, 422, `${choice}`)
      t.equal(answer.seen('.poll [role=alert]'), 'Choose what the poll offers.')
    }
    t.equal((await visitor.post(`${poll.path}/ballot`, { choice: '0' })).status, 401)
    t.equal((await noor.post(`${poll.path.replace(/0$/, '1')}/ballot`, { choice: '0' })).status, 404)
    t.match((await mia.get(poll.page)).seen('.poll'), /No votes yet/)
  })

  await t.test('ranked and rating polls ask for each option', async t => {
    const ranked = await pollBy(app, ':::poll ranked\nBest?\n\n- a\n- b\n- c\n:::')
    const form = await noor.get(ranked.page)
    t.equal(form.page.querySelectorAll('.poll select[name=choice]').length, 3)
    t.equal((await form.submit(`${ranked.path}/ballot`, { choice: ['2', '0', '1'] })).status, 303)
    const kept = (await noor.get(ranked.page)).page.querySelectorAll('.poll option[selected]')
    t.strictSame(
      [...kept].map(one => one.getAttribute('value')),
      ['2', '0', '1'],
    )
    t.equal((await noor.post(`${ranked.path}/ballot`, { choice: ['1', '1', '0'] })).status, 422)

    const rating = await pollBy(app, ':::poll rating\nHow good?\n\n- a\n- b\n:::')
    t.equal((await noor.post(`${rating.path}/ballot`, { choice: ['5', '0'] })).status, 303)
    t.equal((await mia.post(`${rating.path}/ballot`, { choice: ['2', '3'] })).status, 303)
    t.strictSame(countsOn(await mia.get(rating.page)), ['3.5 of 5 · 2 votes', '3.0 of 5 · 1 vote'])
  })

  await t.test('the page of results has them as a table, and the run-off by rounds', async t => {
    const single = await pollBy(app, LUNCH)
    await noor.post(`${single.path}/ballot`, { choice: '0' })
    t.strictSame(rowsOf(await visitor.get(single.path)), ['Soup|1|100%', 'Bread|0|0%'])
    const ranked = await pollBy(app, ':::poll ranked\n- a\n- b\n- c\n:::')
    await mia.post(`${ranked.path}/ballot`, { choice: ['1', '2', '0'] })
    await noor.post(`${ranked.path}/ballot`, { choice: ['2', '1', '0'] })
    await (await app.as(people.ada)).post(`${ranked.path}/ballot`, { choice: ['0', '1', '2'] })
    const rows = rowsOf(await visitor.get(ranked.path))
    t.ok(
      rows.some(row => /^b\|2\|Winner$/.test(row)),
      rows.join('\n'),
    )
  })

  await t.test('results that are hidden are told nowhere until it is time', async t => {
    const voted = await pollBy(app, ':::poll results=voted\n- left\n- right\n:::')
    await noor.post(`${voted.path}/ballot`, { choice: '1' })
    t.strictSame(countsOn(await noor.get(voted.page)), ['0% · 0', '100% · 1'])
    for (const who of [mia, visitor]) {
      t.strictSame(countsOn(await who.get(voted.page)), [null, null])
      t.strictSame(rowsOf(await who.get(voted.path)), [])
      t.match((await who.get(voted.page)).seen('.poll'), /1 vote .*|Results are shown to who has voted/)
    }
    const closed = await pollBy(app, ':::poll results=closed\n- left\n- right\n:::')
    await noor.post(`${closed.path}/ballot`, { choice: '1' })
    for (const who of [noor, mia, visitor]) t.strictSame(countsOn(await who.get(closed.page)), [null, null])
    t.equal((await mia.post(`${closed.path}/closing`)).status, 303)
    for (const who of [noor, mia]) t.strictSame(countsOn(await who.get(closed.page)), ['0% · 0', '100% · 1'])
  })

  await t.test('its author and staff close it and open it again, nobody else does', async t => {
    const poll = await pollBy(app, LUNCH)
    t.equal((await noor.post(`${poll.path}/closing`)).status, 403)
    t.equal((await visitor.post(`${poll.path}/closing`)).status, 401)
    await (await mia.get(poll.page)).submit(`${poll.path}/ballot`, {}, `${poll.path}/closing`)
    t.match((await noor.get(poll.page)).seen('.poll'), /Closed/)
    const late = await noor.post(`${poll.path}/ballot`, { choice: '0' })
    t.equal(late.seen('.poll [role=alert]'), 'This poll is closed.')
    const mo = await app.as(people.mo)
    t.equal((await mo.post(`${poll.path}/closing/delete`)).status, 303)
    t.equal((await noor.post(`${poll.path}/ballot`, { choice: '0' })).status, 303)
    const ada = await app.as(people.ada)
    const { items } = (await ada.api('GET', '/audit-entries')).json<{ items: { act: string }[] }>()
    const acts = items.map(({ act }) => act).filter(act => act.startsWith('polls.'))
    t.strictSame(acts, ['polls.reopen'], 'what one does to one’s own is not for the log')
    t.match((await ada.get('/admin/audit')).text, /opened a poll again/i)
  })

  await t.test('a poll that nobody may see answers as if it were not there', async t => {
    const hidden = await app.make.category({ rights: { see: [GROUP.staff], create: [GROUP.staff] } })
    const thread = await app.make.thread({ by: people.ada, body: LUNCH, categoryId: hidden.id })
    const { db } = await app.ctx()
    const [post] = await db.select({ id: posts.id }).from(posts).where(eq(posts.threadId, thread.id))
    const path = `/x/polls/${post?.id}/0`
    const mo = await app.as(people.mo)
    t.equal((await mo.get(path)).status, 200)
    for (const who of [noor, visitor]) {
      t.equal((await who.get(path)).status, 404)
      for (const act of ['ballot', 'ballot/delete', 'closing', 'closing/delete'])
        t.equal((await who.post(`${path}/${act}`, act === 'ballot' ? { choice: '0' } : {})).status, 404, act)
    }
  })

  await t.test('a poll that makes no sense is not posted, and its text is given back', async t => {
    const thread = await app.make.thread({ by: people.mia })
    const post = (body: string) => noor.api('POST', `/threads/${thread.id}/posts`, { body })
    const refused = async (body: string, why: RegExp) => {
      const answer = await post(body)
      t.equal(answer.status, 422)
      t.match(answer.json<{ errors: { message: string }[] }>().errors[0]?.message, why)
    }
    await refused(':::poll\n- one\n:::', /two options or more/)
    await refused(':::poll secret\n- a\n- b\n:::', /the word “secret”/)
    await refused(':::poll closes=2020-01-01\n- a\n- b\n:::', /in the future/)
    await refused(`:::poll\n${Array.from({ length: 21 }, (_, at) => `- ${at}`).join('\n')}\n:::`, /20 options at most/)
    t.equal((await post(LUNCH)).status, 201)
    const ada = await app.as(people.ada)
    const { categoryId } = thread
    const opened = await noor.api('POST', '/threads', { categoryId, title: 'With a poll', body: ':::poll\n- a\n:::' })
    t.equal(opened.status, 422)
    await ada.api('PUT', '/permissions/polls.create', { groups: ['staff'] })
    await refused(LUNCH, /may not make polls/)
    await ada.api('PUT', '/permissions/polls.create', { groups: ['members'] })
    t.equal((await post(LUNCH)).status, 201)
  })

  await t.test('a poll with votes keeps its options; its question and its dates may change', async t => {
    const poll = await pollBy(app, LUNCH)
    const change = async (body: string) => edit(await app.ctx(people.mia), { id: poll.postId, body })
    await change(LUNCH.replace('Bread', 'Bread and butter'))
    await noor.post(`${poll.path}/ballot`, { choice: '1' })
    const now = LUNCH.replace('Bread', 'Bread and butter')
    const others = [
      LUNCH,
      now.replace(':::poll', ':::poll named'),
      now.replace(':::poll', ':::poll ranked'),
      'No poll at all',
      `${LUNCH}\n\n${now}`,
    ]
    for (const other of others) await t.rejects(change(other), { message: 'invalid' }, other)
    await change(now.replace('What is', 'Which is').replace(':::poll', ':::poll closes=2090-01-01'))
    const secret = now.replace(':::poll', ':::poll results=closed')
    await change(secret)
    await t.rejects(change(secret.replace('=closed', '=voted')), { message: 'invalid' }, 'who voted unseen stays so')
    await t.rejects(change(now), { message: 'invalid' })
    await change(secret.replace(':::poll', ':::poll closes=2090-01-01').replace('What is', 'Which is'))
    t.match((await noor.get(poll.page)).seen('.poll legend'), 'Which is for lunch?')
    await t.rejects(change(now.replace(':::poll', ':::poll closes=2020-01-01')), { message: 'invalid' })
  })

  await t.test('feeds and the API say its words', async t => {
    const poll = await pollBy(app, LUNCH)
    const { items } = (await visitor.get(`/api/v1/threads/${poll.threadId}/posts`)).json<{
      items: { html: string }[]
    }>()
    t.match(items[0]?.html, /What is for lunch\?<\/p>\s*<ul>\s*<li>Soup/)
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})

const rowsOf = ({ page }: Answer) =>
  [...page.querySelectorAll('tbody tr')].map(row => [...row.children].map(one => one.textContent?.trim()).join('|'))
