/** Viewer slots that say what they vary by: readers for whom that is the same share what is shown. */
import { join } from 'node:path'
import t from 'tap'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

t.test('what a viewer slot shows is shared by those for whom it does not vary, and by nobody else', async t => {
  const app = await startStaged(t, { plugins: [join(import.meta.dirname, 'good/seal')] })
  const shared = await app.make.thread({ by: people.ada, body: 'shared' })
  const named = await app.make.thread({ by: people.ada, body: 'named' })
  await app.settled()
  const [mia, noor, mo] = await Promise.all([people.mia, people.noor, people.mo].map(who => app.as(who)))
  const seen = async (client: Client | undefined, { id, slug } = shared) => {
    const page = await client?.get(`/t/${id}/${slug}`)
    const [, anew, other] = /<b>anew (\d+)<\/b> <b>(.*?)<\/b>/.exec(page?.text ?? '') ?? []
    return { anew, other }
  }
  const [first, again] = [await seen(mia), await seen(mia)]

  t.match(first.other, /^shared bare \d+$/)
  t.equal(again.other, first.other, 'kept for the same reader')
  t.not(again.anew, first.anew, 'what says nothing of itself is made anew')
  t.equal((await seen(noor)).other, first.other, 'kept for another')
  t.match((await seen(mo)).other, /^shared worn /, 'but not for who sees something else')
  t.match((await seen(app.visitor())).other, /^shared bare /)

  const own = await seen(mia, named)
  t.match(own.other, /^named Mia \d+$/i)
  t.match((await seen(noor, named)).other, /^named Noor /i, 'what was loaded for a reader is theirs')
  t.equal((await seen(mia, named)).other, own.other, 'and kept for them')
  t.strictSame(app.errors, [])
})

t.test('one that cannot say what it varies by is filled at each view all the same', async t => {
  const app = await startStaged(t, { plugins: [join(import.meta.dirname, 'bad/unsteady')] })
  const thread = await app.make.thread({ by: people.mia })
  await app.settled()
  const mia = await app.as(people.mia)
  for (const time of ['first', 'second'])
    t.match((await mia.get(`/t/${thread.id}/${thread.slug}`)).text, /<b>still here<\/b>/, time)
  t.ok(app.errors.some(line => /viewer steady/.test(line)))
})
