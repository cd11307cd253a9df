/** Members' pictures: given, replaced, taken away; shown where their name is. */
import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import t from 'tap'
import { auditEntries, discardedFiles, members, uploads } from '../../db/tables/index.ts'
import { removeDiscarded } from '../../server/uploads/keep.ts'
import { startApp } from '../support/app.ts'
import { drawing, formWith, type Sent } from '../support/files.ts'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'

const OWN = '/api/v1/members/me/avatar'

function put(client: Client, sent: Sent) {
  const { body, headers } = formWith([sent])
  return client.send('PUT', OWN, { headers: { ...headers, 'sec-fetch-site': 'same-origin' }, body })
}

t.test('avatars', async t => {
  const app = await startApp(t)
  const { db } = app.database
  const [asMia, asNoor, asMo] = await Promise.all([app.as(people.mia), app.as(people.noor), app.as(people.mo)])
  const thread = await app.make.thread({ by: people.mia })
  const address = `/t/${thread.id}/${thread.slug}`
  const bytes = await drawing(600, 400).jpeg().toBuffer()
  const keyOf = async (id: number) =>
    (await db.select({ key: members.avatarKey }).from(members).where(eq(members.id, id)))[0]?.key

  t.test('without one everybody has the generated face', async t => {
    const page = await app.visitor().get(address)
    t.notOk(page.page.querySelector('.post .av img'))
    t.ok(page.page.querySelector('.post .av'))
    const json = await app.visitor().api('GET', `/threads/${thread.id}`)
    t.equal(json.json<{ author: { avatarUrl: unknown } }>().author.avatarUrl, null)
  })

  t.test('a picture is cut square into four sizes, and is on every page at once', async t => {
    const answer = await put(asMia, { bytes, name: 'me.png' })
    t.equal(answer.status, 200, answer.text)
    const { avatarUrl } = answer.json<{ avatarUrl: string }>()
    t.match(avatarUrl, /^\/avatars\/[\w-]{22}\/192\.webp$/)
    for (const side of [48, 96, 192, 384]) {
      const file = await app.visitor().get(avatarUrl.replace('192', String(side)))
      t.match(await sharp(file.bytes).metadata(), { format: 'webp', width: side, height: side })
      t.match(file.headers, {
        'content-type': 'image/webp',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "sandbox; default-src 'none'",
        'cache-control': 'public, max-age=86400',
      })
    }
    t.equal((await app.visitor().get(avatarUrl.replace('192', '500'))).status, 404)
    await app.settled()
    for (const client of [app.visitor(), asMia, asNoor]) {
      const page = await client.get(address)
      const image = page.page.querySelector('.post .av img')
      t.equal(image?.getAttribute('src'), avatarUrl.replace('192', '48'))
      t.equal(image?.getAttribute('alt'), '')
      t.match(image?.getAttribute('width'), /^\d+$/)
    }
    const mine = (await asMia.get('/')).page.querySelector('.lintel .menu .av img')
    t.ok(mine, 'the account menu shows it')
    const member = await app.visitor().api('GET', '/members/mia')
    t.equal(member.json<{ avatarUrl: string }>().avatarUrl, avatarUrl)
    t.equal((await app.visitor().get('/m/mia')).page.querySelector('main .av.xl img')?.getAttribute('width'), '88')
  })

  t.test('another one takes its place, and the bytes of the first go', async t => {
    const before = await keyOf(people.mia.id)
    t.equal((await put(asMia, { bytes, name: 'again.png' })).status, 200)
    t.not(await keyOf(people.mia.id), before)
    t.equal((await db.select().from(uploads).where(eq(uploads.memberId, people.mia.id))).length, 1)
    t.equal((await app.visitor().get(`/avatars/${before}/48.webp`)).status, 200, 'until the job has run')
    await removeDiscarded(await app.ctx())
    t.equal((await app.visitor().get(`/avatars/${before}/48.webp`)).status, 404)
    t.equal((await app.visitor().get(`/avatars/${await keyOf(people.mia.id)}/48.webp`)).status, 200)
    t.strictSame(await db.select().from(discardedFiles), [])
  })

  t.test('a picture for a face is no file for posts, and the other way round', async t => {
    const key = await keyOf(people.mia.id)
    t.equal((await asMia.get(`/uploads/${key}/picture.webp`)).status, 404)
    t.equal((await asMia.get(`/uploads/${key}/48.webp`)).status, 404)
    t.strictSame((await asMia.api('GET', '/uploads')).json<{ items: unknown[] }>().items, [])
  })

  t.test('what is no picture is refused, and the old one stays', async t => {
    const key = await keyOf(people.mia.id)
    const refused: readonly [number, Sent][] = [
      [415, { bytes: Buffer.from('%PDF-1.7\n'), name: 'me.pdf' }],
      [415, { bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), name: 'me.png', type: 'image/png' }],
      [422, { bytes: bytes.subarray(0, 2000), name: 'me.jpg' }],
      [422, { bytes: Buffer.alloc(0), name: '' }],
    ]
    for (const [status, sent] of refused) t.equal((await put(asMia, sent)).status, status, String(sent.name))
    t.equal(await keyOf(people.mia.id), key)
    t.equal((await put(app.visitor(), { bytes })).status, 401)
  })

  t.test('the settings page works without scripts: give, be refused, take away', async t => {
    const page = await asNoor.get('/settings/profile')
    t.match(page.page.querySelector('form[action="/settings/profile/picture"]')?.getAttribute('enctype'), /multipart/)
    t.notOk(page.page.querySelector('form[action="/settings/profile/picture/delete"]'))
    const send = (sent: Sent) => {
      const { body, headers } = formWith([sent])
      return asNoor.send('POST', '/settings/profile/picture', {
        headers: { ...headers, 'sec-fetch-site': 'same-origin' },
        body,
      })
    }
    const refused = await send({ bytes: Buffer.from('no picture'), name: 'me.txt' })
    t.equal(refused.status, 415)
    t.match(refused.seen('[aria-labelledby="picture"] [role="alert"]'), /JPG, PNG, WEBP, GIF, AVIF/)
    t.ok(refused.page.querySelector('form[action="/settings/profile"] [name="about"]'), 'the rest of the page is there')
    t.equal((await send({ bytes: Buffer.alloc(0), name: '' })).status, 422, 'nothing was chosen')
    const done = await send({ bytes, name: 'noor.jpg' })
    t.equal(done.location, '/settings/profile?notice=picture')
    const after = await done.follow()
    t.ok(after.page.querySelector('main .av.xl img'))
    const removed = await (await after.submit('/settings/profile/picture/delete')).follow()
    t.ok(removed.seen('[role="status"]'))
    t.notOk(removed.page.querySelector('main .av.xl img'))
    t.equal(await keyOf(people.noor.id), null)
    const foreign = formWith([{ bytes }])
    const headers = { ...foreign.headers, 'sec-fetch-site': 'cross-site' }
    t.equal((await asNoor.send('POST', '/settings/profile/picture', { headers, body: foreign.body })).status, 403)
    t.equal(await keyOf(people.noor.id), null)
  })

  t.test('staff may take away a picture, members may not, and it is in the log', async t => {
    t.notOk((await asNoor.get('/m/mia')).page.querySelector('form[action$="/picture/delete"]'))
    t.equal((await asNoor.post(`/members/${people.mia.id}/picture/delete`)).status, 403)
    t.equal((await asNoor.api('DELETE', '/members/mia/avatar')).status, 403)
    t.ok(await keyOf(people.mia.id))
    const page = await asMo.get('/m/mia')
    t.equal((await page.submit(`/members/${people.mia.id}/picture/delete`)).location, '/m/mia')
    t.equal(await keyOf(people.mia.id), null)
    const [entry] = await db.select().from(auditEntries).where(eq(auditEntries.act, 'avatar.remove'))
    t.match(entry, { actorId: people.mo.id, targetType: 'member', targetId: String(people.mia.id) })
    t.equal((await put(asMia, { bytes })).status, 200)
    t.equal((await asMia.api('DELETE', '/members/me/avatar')).status, 204)
    t.equal((await asMia.api('DELETE', '/members/me/avatar')).status, 204, 'there is none to take away')
    t.equal((await asMo.api('DELETE', '/members/nobody-here/avatar')).status, 404)
  })
})
