/** Viewer slots that say what they vary by: readers for whom that is the same share what is shown. */
import { join } from 'node:path'
import t from 'tap'
import type { Client } from '../support/http.ts'
import { people } from '../support/people.ts'
import { startStaged } from '../support/staged.ts'

t.test('what a viewer slot shows is shared by those for whom it does not vary, and by nobody else', async t => {
  const app = await startStaged(t, { plugins: [join(import.meta.dirname, 'good/seal')] })
  const thread = await app.make.thread({ by: people.mia })
  await app.settled()
  const [mia, mo, ada] = await Promise.all([people.mia, people.mo, people.ada].map(who => app.as(who)))
  const seen = async (client: Client | undefined) => {
    const page = await client?.get(`/t/${thread.id}/${thread.slug}`)
    const [words] = /<p><b>shared.*?<\/p>/.exec(page?.text ?? '') ?? ['']
    const part = (name: string) => new RegExp(`<b>${name} (.*?)</b>`).exec(words)?.[1]
    return { shared: part('shared'), anew: part('anew'), named: part('named') }
  }
  const [first, again, other, staff] = [await seen(mia), await seen(mia), await seen(mo), await seen(ada)]

  t.match(first, { shared: /^bare \d+$/, anew: /^\d+$/, named: /^Mia \d+$/i })
  t.equal(again.shared, first.shared, 'kept for the same reader')
  t.equal(other.shared, first.shared, 'kept for another')
  t.match(staff.shared, /^worn /, 'but not for who sees something else')
  t.not(again.anew, first.anew, 'what says nothing of itself is made anew')
  t.equal(again.named, first.named, 'what was loaded is a part of it')
  t.match(other.named, /^Mo /i)
  t.match(await seen(mia), { shared: first.shared, named: first.named }, 'one does not take the place of another')
  t.match(await seen(app.visitor()), { shared: /^bare / })
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
