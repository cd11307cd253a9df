/** Each operation does what its document says, asked as the document says. */

import { join } from 'node:path'
import SwaggerParser from '@apidevtools/swagger-parser'
import { Validator } from '@seriousme/openapi-schema-validator'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { mails } from '../../db/tables/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { drawing } from '../support/files.ts'
import type { Answer, Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { allRoutes } from '../support/routes.ts'
import { startSmtp } from '../support/smtp.ts'
import { startStaged } from '../support/staged.ts'
import { type Asked, Contract } from './contract.ts'

/** One that is tried again in an hour. */
async function failedJob({ database: { db } }: TestApp): Promise<string> {
  const [job] = await db.execute<{ id: string }>(
    sql`select id from graphile_worker.add_job('core.forget', run_at := now() + interval '1 hour')`,
  )
  await db.execute(
    sql`update graphile_worker._private_jobs set attempts = 1, last_error = 'no room' where id = ${job?.id ?? ''}`,
  )
  return String(job?.id)
}

/** On a server that has one. */
async function plugins(t: Test, contract: Contract): Promise<void> {
  const app = await startStaged(t, { plugins: [join(import.meta.dirname, '../plugins/good/greet')] })
  const ada = await app.as(people.ada)
  const params = { id: 'greet' }
  await contract.call(ada, 'listPlugins')
  await contract.call(ada, 'disablePlugin', { params })
  await contract.call(ada, 'enablePlugin', { params, body: { agreed: ['tables', 'routes', 'jobs'] } })
  await contract.call(ada, 'reloadPlugin', { params })
  t.match((await contract.call(ada, 'getPlugin', { params })).json(), { state: 'on' })
  await app.make.thread({ by: people.mia })
  await app.settled()
  t.match((await contract.call(ada, 'exportPlugin', { params })).json(), { items: [{ table: 'greetings' }] })
  t.match((await contract.call(ada, 'startPluginBisection')).json(), { state: 'testing' })
  t.match((await contract.call(ada, 'getPluginBisection')).json(), { state: 'testing' })
  t.match((await contract.call(ada, 'answerPluginBisection', { body: { gone: false } })).json(), { state: 'innocent' })
  await contract.call(ada, 'stopPluginBisection')
  await contract.call(ada, 'disablePlugin', { params })
  await contract.call(ada, 'uninstallPlugin', { params })
}

/** Those of the plugins that come along. */
async function polls(app: TestApp, contract: Contract): Promise<void> {
  const [mia, mo] = [await app.as(people.mia), await app.as(people.mo)]
  const { id } = await app.make.thread({ by: people.mia, body: ':::poll\nWhich?\n\n- One\n- Another\n:::' })
  const { items } = (await mia.api('GET', `/threads/${id}/posts`)).json<{ items: { id: string }[] }>()
  const postId = items[0]?.id ?? ''
  const params = { postId, place: '0' }
  await contract.call(mia, 'voteInPoll', { params, body: { choice: [1] } })
  await contract.call(mia, 'listPolls', { params: { postId } })
  await contract.call(mo, 'closePoll', { params })
  await contract.call(mo, 'listPollBallots', { params })
  await contract.call(mo, 'reopenPoll', { params })
  await contract.call(mia, 'withdrawFromPoll', { params })
}

async function questions(app: TestApp, contract: Contract): Promise<void> {
  const [mia, mo, noor] = [await app.as(people.mia), await app.as(people.mo), await app.as(people.noor)]
  const { id } = await app.make.thread({ by: people.mia, kind: 'question' })
  const params = { threadId: String(id) }
  const answer = { ...params, postId: String((await app.make.post({ threadId: id, by: people.noor })).id) }
  await contract.call(mia, 'getQuestion', { params })
  await contract.call(noor, 'joinQuestion', { params })
  await contract.call(noor, 'leaveQuestion', { params })
  await contract.call(mia, 'acceptAnswer', { params: answer })
  await contract.call(mia, 'takeAcceptanceBack', { params: answer })
  await contract.call(mo, 'verifyAnswer', { params: answer })
  await contract.call(mo, 'takeVerificationBack', { params: answer })
}

const idOf = (answer: Answer): string => answer.json<{ id: string }>().id

t.test('the API by its document', async t => {
  const smtp = await startSmtp()
  t.teardown(() => smtp.close())
  const app = await startApp(t, { env: { SMTP_URL: smtp.url }, bundled: true })
  const answer = await app.visitor().get('/api/v1/openapi.json')
  const contract = new Contract(answer.json())

  t.test('two validators that know nothing of each other find nothing wrong with it', async t => {
    const { valid, errors } = await new Validator().validate(JSON.parse(answer.text))
    t.ok(valid, JSON.stringify(errors))
    await SwaggerParser.validate(JSON.parse(answer.text))
    t.match(answer.json(), { openapi: /^3\.1/ })
  })

  t.test('it names every route, and every operation once', async t => {
    const described = new Set(contract.operations.map(({ method, path }) => `${method} ${path}`))
    const missing = allRoutes()
      .filter(({ method, url }) => url.startsWith('/api/v1/') && method !== 'HEAD' && !url.endsWith('openapi.json'))
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
      .filter(name => !described.has(name))
    t.strictSame(missing, [])
    t.equal(new Set(contract.operations.map(({ id }) => id)).size, contract.operations.length)
  })

  t.test('its examples are what it says they are an example of', async t => {
    const wrong = contract.operations.flatMap(({ id, media, answers }) => {
      const bodies = [media, ...Object.values(answers).flatMap(({ content = {} }) => Object.values(content))]
      return bodies.flatMap(one => {
        if (!one || (media === one && media.type === 'multipart/form-data')) return []
        const trouble = contract.wrong(one.schema, one.example)
        return trouble ? [`${id}: ${trouble} in ${JSON.stringify(one.example)}`] : []
      })
    })
    t.strictSame(wrong, [])
  })

  t.test('every operation answers as it says', async t => {
    const [ada, mia, noor] = [await app.as(people.ada), await app.as(people.mia), await app.as(people.noor)]
    const as = (client: Client) => (id: string, asked?: Asked) => contract.call(client, id, asked)
    const [byAda, byMia, byNoor] = [as(ada), as(mia), as(noor)]

    const visitor = app.visitor()
    await contract.call(visitor, 'getSession')
    await contract.call(visitor, 'signIn', { body: { name: 'noor', password: people.noor.password } })
    await contract.call(visitor, 'signOut')
    const joining = { name: 'otto', email: 'otto@people.example', password: 'otto keeps 1 long secret' }
    t.match((await contract.call(visitor, 'join', { body: joining })).json(), { member: { name: 'otto' } })
    t.match((await contract.call(visitor, 'getAccount')).json(), { email: joining.email, verified: false })
    await contract.call(visitor, 'signOut')

    const benches = idOf(await byAda('createCategory', { body: { name: 'Benches', slug: 'benches' } }))
    await byAda('updateCategory', { params: { id: benches }, body: { description: 'To sit on' } })
    await byMia('getCategory', { params: { id: benches } })
    await byMia('listCategories')
    const empty = idOf(await byAda('createCategory', { body: { name: 'Empty', slug: 'empty', parentId: benches } }))
    await byAda('getCategoryOrder')
    await byAda('placeCategory', { params: { id: empty }, body: { parentId: null, before: benches } })
    await byAda('deleteCategory', { params: { id: empty } })

    const newcomer = {
      name: 'ines',
      email: 'ines@people.example',
      password: 'ines keeps 1 long secret',
      verified: true,
    }
    const ines = idOf(await byAda('createMember', { body: newcomer }))
    await byAda('listMembers', { query: { limit: '2' } })
    await byMia('getMember', { params: { name: 'ines' } })
    await byMia('updateMe', { body: { about: 'I turn bowls', fields: {}, theme: 'dark' } })
    const guild = idOf(await byAda('createGroup', { body: { slug: 'turners', name: 'Turners' } }))
    await byAda('listGroups')
    await byAda('updateGroup', { params: { id: guild }, body: { mentionable: true } })
    await byAda('placeGroup', { params: { id: guild }, body: { before: '2' } })
    await byAda('addGroupMember', { params: { id: guild, memberId: ines } })
    await byAda('listGroupMembers', { params: { id: guild } })
    await byAda('removeGroupMember', { params: { id: guild, memberId: ines } })
    await byAda('deleteGroup', { params: { id: guild } })

    const opened = await byMia('createThread', {
      body: { categoryId: benches, title: 'A bench of elm', body: 'Which joints?', tags: ['elm'] },
      headers: { 'idempotency-key': 'one-bench' },
    })
    const thread = { id: idOf(opened) }
    const reply = idOf(await byNoor('createPost', { params: thread, body: { body: 'Drawbored, @mia' } }))
    await app.settled()
    for (const id of ['listThreads', 'listUnread', 'listTags'] as const) await byMia(id)
    await byMia('listTopThreads', { query: { period: 'day', limit: '1' } })
    await byMia('listUnansweredThreads', { query: { limit: '1' } })
    await byMia('listRelatedThreads', { params: thread })
    await byMia('listCategoryThreads', { params: { id: benches }, query: { limit: '1' } })
    await byMia('listTagThreads', { params: { slug: 'elm' } })
    await byMia('getThread', { params: thread })
    await byMia('listPosts', { params: thread, query: { around: '2' } })
    await byMia('updateThread', {
      params: thread,
      body: { title: 'A bench of elm and ash' },
      headers: { 'if-match': '*' },
    })
    await byMia('markThreadRead', { params: thread, body: { number: 1 } })
    await byMia('markThreadUnread', { params: thread, body: { number: 2 } })
    await byMia('markAllRead', { body: { categoryId: benches } })
    await byMia('listSimilarThreads', { query: { title: 'A bench of elm' } })
    await byMia('listCompletions', { query: { kind: 'member', q: 'no' } })
    await byMia('search', { query: { q: 'bench', in: 'benches', tag: 'elm', sort: 'newest' } })
    await byMia('listSearchSuggestions', { query: { q: 'ben' } })
    await byMia('listSearchFacets', { query: { q: 'bench', per: 'post' } })
    await byMia('listSearchCompletions', { query: { operator: 'in', q: 'ben' } })
    const search = { id: idOf(await byMia('saveSearch', { body: { query: { q: 'bench', in: 'benches' } } })) }
    await byMia('listSavedSearches')
    await byMia('renameSavedSearch', { params: search, body: { name: 'Benches' } })
    await byMia('deleteSavedSearch', { params: search })
    await byMia('previewText', { body: { body: 'With *care*' } })

    const post = { id: reply }
    await byNoor('updatePost', { params: post, body: { body: 'Drawbored, with oak pegs', reason: 'pegs' } })
    await byNoor('getPost', { params: post })
    await byNoor('listPostVersions', { params: post })
    await byAda('makeWiki', { params: post })
    await byAda('endWiki', { params: post })
    await byMia('addReaction', { params: { ...post, key: 'heart' } })
    await byMia('listReactions', { params: post })
    await byMia('removeReaction', { params: { ...post, key: 'heart' } })
    await byMia('setBookmark', { params: post, body: { note: 'for spring' } })
    await byMia('getBookmark', { params: post })
    await byMia('listBookmarks')
    await byMia('deleteBookmark', { params: post })
    await byNoor('deletePost', { params: post })
    await byAda('restorePost', { params: post })

    const followed = { thread, category: { id: benches }, tag: { slug: 'elm' } }
    await byNoor('followThread', { params: followed.thread, body: { level: 'follow' } })
    await byNoor('followCategory', { params: followed.category, body: { level: 'follow' } })
    await byNoor('followTag', { params: followed.tag, body: { level: 'mute' } })
    await byNoor('listFollows', { query: { kind: 'tag' } })
    await byNoor('unfollowThread', { params: followed.thread })
    await byNoor('unfollowCategory', { params: followed.category })
    await byNoor('unfollowTag', { params: followed.tag })

    const draft = { key: 'thread' }
    await byMia('setDraft', { params: draft, body: { body: 'Not yet' }, headers: { 'if-none-match': '*' } })
    await byMia('getDraft', { params: draft })
    await byMia('listDrafts')
    await byMia('deleteDraft', { params: draft })

    await byMia('listNotifications')
    await byMia('countNotifications')
    await byMia('markNotificationsRead', { body: { upTo: '999999' } })
    await byMia('setNotificationPreferences', { body: { quiet: ['reaction'] } })
    await byMia('getNotificationPreferences')
    await byMia('listMemberPosts', { params: { name: 'noor' } })
    await byMia('listMemberThreads', { params: { name: 'mia' } })

    const file = { bytes: await drawing(60, 40).png().toBuffer(), name: 'bench.png' }
    const upload = { id: idOf(await byMia('createUpload', { file })) }
    await byMia('listUploads')
    await byMia('getUpload', { params: upload })
    await byMia('deleteUpload', { params: upload })
    await byMia('setMyAvatar', { file })
    await byMia('deleteMyAvatar')
    await byNoor('setMyAvatar', { file })
    await byAda('deleteAvatar', { params: { name: 'noor' } })

    await byAda('createTag', { body: { name: 'ash' } })
    await byAda('getTag', { params: { slug: 'ash' } })
    await byAda('updateTag', { params: { slug: 'ash' }, body: { description: 'Springy' } })
    await byAda('addTagSynonym', { params: { slug: 'ash' }, body: { name: 'fraxinus' } })
    await byAda('removeTagSynonym', { params: { slug: 'ash', synonym: 'fraxinus' } })
    await byAda('createTag', { body: { name: 'white ash' } })
    await byAda('mergeTag', { params: { slug: 'white-ash' }, body: { into: 'ash' } })
    await byAda('deleteTag', { params: { slug: 'ash' } })

    const token = await byMia('createToken', { body: { name: 'From the bench', scopes: ['read'] } })
    await byMia('listTokens')
    await byMia('deleteToken', { params: { id: idOf(token) } })

    const receiver = { url: `${app.url}/hear`, events: ['post.created'], description: 'Tells the workshop' }
    const hook = { id: idOf(await byAda('createWebhook', { body: receiver })) }
    await byAda('listWebhooks')
    await byAda('getWebhook', { params: hook })
    await byAda('updateWebhook', { params: hook, body: { description: 'Tells the shop' } })
    await byAda('rotateWebhookSecret', { params: hook })
    const deliveryId = idOf(await byAda('pingWebhook', { params: hook }))
    await app.settled()
    await byAda('listWebhookDeliveries', { params: hook })
    await byAda('redeliver', { params: { ...hook, deliveryId } })
    await byAda('deleteWebhook', { params: hook })

    await byAda('getSettings')
    await byAda('updateSettings', { body: { values: { 'site.tagline': 'Wood, mostly' } } })
    await byAda('listPermissions')
    await byAda('getAccess', { query: { member: 'mia', categoryId: benches } })
    await byAda('setPermission', { params: { name: 'tag.create' }, body: { groups: ['members'] } })
    /** The key in the newest mail that has one. */
    const keyInMail = async () => {
      await app.settled()
      const key = smtp.received
        .map(({ text }) => /key=([\w-]+)/.exec(text ?? '')?.[1])
        .findLast(one => one !== undefined)
      if (!key) throw new Error('no mail has a key')
      return key
    }
    const byInes = as(await app.as({ ...newcomer, id: Number(ines) }))
    await byInes('getAccount')
    const password = 'ines keeps 2 longer secrets'
    await byInes('changePassword', { body: { current: newcomer.password, password } })
    await contract.call(visitor, 'signIn', { body: { name: 'ines', password } })
    const open = (await byInes('listSessions')).json<{ items: { id: string; current: boolean }[] }>().items
    await byInes('endSession', { params: { id: open.find(one => !one.current)?.id ?? '' } })
    await byInes('endSessions')
    await byInes('askVerification')
    await byInes('changeEmail', { body: { email: 'ines@elsewhere.example', password } })
    await contract.call(visitor, 'verifyEmail', { body: { key: await keyInMail() } })
    t.match((await byInes('getAccount')).json(), { email: 'ines@elsewhere.example', verified: true })
    await contract.call(visitor, 'askPasswordReset', { body: { email: 'ines@elsewhere.example' } })
    const body = { key: await keyInMail(), password: 'ines keeps 3 more secrets' }
    await contract.call(visitor, 'resetPassword', { body })
    await contract.call(visitor, 'signIn', { body: { name: 'ines', password: body.password } })

    const twin = { name: 'ines2', email: 'ines2@people.example', password: 'ines keeps 2 long secrets' }
    await byAda('createMember', { body: twin })
    await byAda('updateMember', { params: { name: 'ines2' }, body: { name: 'ines-too' } })
    await byAda('signOutMember', { params: { name: 'ines2' } })
    await byAda('mergeMember', { params: { name: 'ines-too' }, body: { into: 'ines' } })
    const leaver = { name: 'lena', email: 'lena@people.example', password: 'lena keeps 1 long secret' }
    const lena = { ...leaver, id: Number(idOf(await byAda('createMember', { body: leaver }))) }
    await contract.call(await app.as(lena), 'eraseMe', { body: { password: lena.password, posts: 'keep' } })
    await byMia('exportMe')
    await byAda('exportMember', { params: { name: 'ines' } })
    await app.settled()
    await byMia('listMyExports')
    await byMia('listMyConsents')
    await byMia('getLegalText', { params: { kind: 'privacy' } })
    await byAda('eraseMember', { params: { name: 'ines' }, body: { posts: 'remove' } })
    await app.settled()
    const waiting = { recipient: people.noor.email, subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' }
    await app.database.db.insert(mails).values(waiting)
    const [mail] = (await byAda('listMails')).json<{ items: { id: string }[] }>().items
    await byAda('getMail', { params: { id: mail?.id ?? '' } })
    await byAda('retryMails')
    await byAda('retryMail', { params: { id: mail?.id ?? '' } })
    await app.settled()

    await byAda('listAuditEntries', { query: { actor: 'ada', limit: '2' } })
    await byAda('examineSystem')
    await byAda('getSystem')
    await byAda('listSchedules')
    await byAda('listConsumers')
    await byAda('retryConsumer', { params: { name: 'cards' } })
    const job = { id: await failedJob(app) }
    await byAda('listJobs', { query: { state: 'failed' } })
    await byAda('retryJobs')
    await byAda('deleteJob', { params: job })
    await byAda('retryJob', { params: { id: await failedJob(app) } })

    await byAda('deleteThread', { params: thread, query: { reason: 'Opened twice' } })
    await byAda('restoreThread', { params: thread })

    await plugins(t, contract)
    await polls(app, contract)
    await questions(app, contract)

    t.strictSame(
      contract.operations.map(({ id }) => id).filter(id => !contract.done.has(id)),
      [],
      'none is left out',
    )
  })
})
