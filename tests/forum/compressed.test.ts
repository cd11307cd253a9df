/** Pages as browsers take them: compressed from parts, and still the same page to the letter. */
import { gunzipSync } from 'node:zlib'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const GZIP = { headers: { 'accept-encoding': 'gzip, deflate, br' } }

t.test('compressed pages', async t => {
  const app = await startApp(t)
  const mia = await app.as(people.mia)
  const noor = await app.as(people.noor)
  const thread = await app.make.thread({ by: people.mo })
  for (let number = 2; number <= 23; number++) {
    await app.make.post({ threadId: thread.id, by: people.mo, body: `Reply ${number}: café, 東京, 👋`.repeat(9) })
  }
  const path = `/t/${thread.id}/${thread.slug}`

  t.test('a member gets the same page compressed as plain, from the second reading on', async t => {
    const plain = await mia.get(path)
    t.equal(plain.headers['content-encoding'], undefined)
    await mia.get(path)
    const plainNow = await mia.get(path)
    await mia.get(path, GZIP)
    const packed = await mia.get(path, GZIP)
    t.equal(packed.headers['content-encoding'], 'gzip')
    // The reply form's key is another each time.
    const sameKey = (page: string) => page.replace(/name="key" value="[^"]{36}"/, '')
    t.equal(sameKey(gunzipSync(packed.bytes).toString('utf8')), sameKey(plainNow.text))
    t.ok(packed.bytes.length < plainNow.bytes.length / 2, 'and it is worth it')
  })

  t.test('each reader has their own corner and their own marks of the unread in it', async t => {
    await noor.get(`${path}/23`, GZIP)
    await mia.get(`${path}/23`, GZIP)
    const pages = [await noor.get(path, GZIP), await mia.get(path, GZIP), await mia.get(path, GZIP)]
    const [byNoor = '', ...byMia] = pages.map(({ headers, bytes, text }) =>
      headers['content-encoding'] === 'gzip' ? gunzipSync(bytes).toString('utf8') : text,
    )
    t.match(byNoor, /href="\/m\/noor"/)
    t.notMatch(byNoor, /href="\/m\/mia"/)
    for (const page of byMia) {
      t.match(page, /href="\/m\/mia"/)
      t.notMatch(page, /href="\/m\/noor"/)
    }
  })

  t.test('what is unread is marked up to where the reader had come, and no further', async t => {
    const ada = await app.as(people.ada)
    const unread = async (page: string) => (await ada.get(page)).page.querySelectorAll('.thread li.unread[id]').length
    const read = (number: number) => ada.api('PUT', `/threads/${thread.id}/read`, { number })
    t.equal(await unread(path), 20, 'nothing was read')
    await read(20)
    t.equal(await unread(path), 0, 'the page was')
    t.equal(await unread(`${path}/23`), 3, 'the next one was not')
    await read(22)
    t.equal(await unread(`${path}/23`), 1)
  })

  t.test('who takes no gzip gets none', async t => {
    for (const encoding of ['identity', 'gzip;q=0, br', 'br']) {
      for (const reader of [mia, app.visitor()]) {
        const headers = { 'accept-encoding': encoding }
        await reader.get(path, { headers })
        const { headers: got, text } = await reader.get(path, { headers })
        t.equal(got['content-encoding'], undefined, encoding)
        t.match(text, /<\/html>$/)
      }
    }
  })
})
