/** What somebody typed comes back as the words that it is: in messages that repeat it, and wherever a short text stands. */
import t from 'tap'
import * as tagQueries from '../../server/tags/queries.ts'
import * as tags from '../../server/tags/service.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

const MARKUP = '"><img src=x onerror=alert(1)>'
const isMarkup = /<img src=x|<b>odd/

/** Of it: its element, or one whose attribute it has ended. */
const elementsOf = ({ page }: Answer): number => page.querySelectorAll('[onerror]').length

t.test('words that look like markup', async t => {
  const app = await startApp(t)
  const { make } = app
  const mia = await app.as(people.mia)
  const ada = await app.as(people.ada)

  t.test('a message that repeats what was typed says it as text (3)', async t => {
    const category = await make.category()
    const fields = { categoryId: String(category.id), title: 'A title', body: 'Words' }
    const named = await mia.post('/threads', { ...fields, tags: MARKUP })
    const { id } = await tags.create(await app.ctx(people.ada), { name: 'Echo' })
    const into = await (await ada.get(`/admin/tags/${id}`)).submit(`/admin/tags/${id}/merges`, { into: MARKUP })
    const synonym = await (await ada.get(`/admin/tags/${id}`)).submit(`/admin/tags/${id}/synonyms`, { name: MARKUP })
    for (const refused of [named, into, synonym]) {
      t.equal(refused.status, 422)
      t.match(refused.seen('[role=alert]'), /onerror=alert/, 'the message names it')
      t.equal(elementsOf(refused), 0)
      t.notMatch(refused.text, isMarkup)
    }
    for (const path of [`/tags?q=${encodeURIComponent(MARKUP)}`, `/sign-in?returnTo=/${encodeURIComponent(MARKUP)}`]) {
      const answer = await app.visitor().get(path)
      t.equal(elementsOf(answer), 0, path)
      t.notMatch(answer.text, isMarkup, path)
    }
    const problem = await mia.api('POST', '/threads', { ...fields, tags: [MARKUP] })
    t.match(problem.headers['content-type'], /^application\/problem\+json/, 'which no browser shows as a page')
    t.equal(problem.headers['x-content-type-options'], 'nosniff')
  })

  t.test('a short text is text wherever it stands (2)', async t => {
    const odd = '<b>odd</b>'
    const made = await ada.api('POST', '/categories', { name: `Place ${odd}`, slug: 'odd-place', description: odd })
    t.equal(made.status, 201, made.text)
    const thread = await make.thread({
      by: people.mia,
      categoryId: Number(made.json<{ id: string }>().id),
      title: `Title ${odd}`,
      tags: ['oddity'],
    })
    await app.settled()
    const ctx = await app.ctx(people.ada)
    await tags.change(ctx, { id: (await tagQueries.find(ctx, 'oddity')).id, description: odd })
    t.equal((await mia.api('PATCH', '/members/me', { displayName: odd, about: odd })).status, 200)
    const path = `/t/${thread.id}/${thread.slug}`
    for (const [address, where] of [
      ['/', 'main'],
      ['/latest', 'main'],
      ['/categories', 'main'],
      ['/c/odd-place', 'h1'],
      ['/tags/oddity', 'main'],
      [path, 'h1'],
      ['/m/mia', 'main'],
      ['/m/mia/card', 'article'],
    ] as const) {
      for (const client of [app.visitor(), await app.as(people.noor)]) {
        const page = await client.get(address)
        t.equal(page.status, 200, address)
        t.match(page.seen(where), /<b>odd<\/b>/, address)
        t.equal(elementsOf(page), 0, address)
        t.notMatch(page.text, isMarkup, address)
      }
    }
    t.match((await mia.get(path)).page.title, /<b>odd<\/b>/)
  })
})
