/** Sending pictures and files, and who may have them back. */
import sharp from 'sharp'
import t from 'tap'
import { startApp } from '../support/app.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import { people } from '../support/people.ts'

t.test('uploads', async t => {
  const app = await startApp(t)
  const [asMia, asNoor] = await Promise.all([app.as(people.mia), app.as(people.noor)])

  t.test('a picture is made anew in its own kind and smaller sizes, and served to its sender', async t => {
    const bytes = await drawing(1000, 500).jpeg().toBuffer()
    const answer = await upload(asMia, { bytes, name: 'Été à la mer.JPEG' })
    t.equal(answer.status, 201, answer.text)
    const made = answer.json<UploadJson>()
    t.match(made, { name: 'Été-à-la-mer.jpg', type: 'image/jpeg', kind: 'image', width: 1000, height: 500 })
    t.equal(made.url, `/uploads/${made.key}/${encodeURIComponent(made.name)}`)
    t.equal(made.markdown, `![](${made.url})`)
    const file = await asMia.get(made.url)
    t.equal(file.status, 200)
    t.match(file.headers, {
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, no-cache',
    })
    t.equal((await sharp(file.bytes).metadata()).width, 1000)
    const size = await asMia.get(`/uploads/${made.key}/400.webp`)
    t.equal(size.headers['content-type'], 'image/webp')
    t.match(await sharp(size.bytes).metadata(), { format: 'webp', width: 400, height: 200 })
    t.equal((await asNoor.get(made.url)).status, 404)
    t.equal((await app.visitor().get(made.url)).status, 404)
  })
})
