/** Categories and their rights through the pages: what a member sees changes with the box that is ticked. */
import t from 'tap'
import { GROUP } from '../../server/core/actor.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

const PATH = '/admin/categories'

t.test('the pages of categories', async t => {
  const app = await startApp(t)
  const [asAda, asMia] = await Promise.all([app.as(people.ada), app.as(people.mia)])
  const place = async (slug: string) => (await asAda.get(PATH)).page.querySelector(`a[href^="${PATH}/"]`) && idOf(slug)
  const idOf = async (slug: string) => {
    const { items } = (await asAda.api('GET', '/categories')).json<{ items: { id: string; slug: string }[] }>()
    return items.find(one => one.slug === slug)?.id ?? ''
  }

  t.test('a new category is open unless its rights say otherwise, and its address follows from its name', async t => {
    const answer = await (await asAda.get(`${PATH}/new`)).submit(PATH, { name: 'Lost <and> Found' })
    t.equal(answer.status, 303)
    const visitor = await app.visitor().get('/c/lost-and-found')
    t.equal(visitor.status, 200)
    t.match(visitor.seen('h1'), /Lost <and> Found/)
    t.ok(await place('lost-and-found'))
  })

  t.test('a ticked box changes at once who sees, and who may start a thread', async t => {
    const id = await idOf('lost-and-found')
    const form = await asAda.get(`${PATH}/${id}`)
    const one = await form.submit(`${PATH}/${id}`, { see: String(GROUP.members), reply: [], create: [] })
    t.equal(one.status, 303, 'a single box arrives as a plain text')
    t.equal((await app.visitor().get('/c/lost-and-found')).status, 404)
    t.equal((await asMia.get('/c/lost-and-found')).status, 200)
    t.equal((await asMia.api('POST', '/threads', { categoryId: id, title: 'A glove', body: 'Left one.' })).status, 403)

    const stored = await asAda.get(`${PATH}/${id}`)
    const ticked = (name: string) =>
      [...stored.page.querySelectorAll(`input[name="${name}"]`)]
        .filter(box => box.hasAttribute('checked'))
        .map(box => box.getAttribute('value'))
    t.strictSame(ticked('see'), [String(GROUP.members)])
    t.strictSame(ticked('create'), [])

    await stored.submit(`${PATH}/${id}`, {
      see: [String(GROUP.staff), String(GROUP.members)],
      create: String(GROUP.members),
    })
    t.equal((await asMia.api('POST', '/threads', { categoryId: id, title: 'A glove', body: 'Left one.' })).status, 201)
  })

  t.test('a refused form keeps what was typed and ticked', async t => {
    const form = await asAda.get(`${PATH}/new`)
    const answer = await form.submit(PATH, {
      name: 'Another',
      slug: 'lost-and-found',
      description: 'Kept <i>text</i>',
      see: [String(GROUP.staff)],
      moderate: [String(GROUP.moderators)],
    })
    t.equal(answer.status, 422)
    const { page } = answer
    t.equal(page.querySelector('[name=slug]')?.getAttribute('aria-invalid'), 'true')
    t.equal(page.querySelector('[name=name]')?.getAttribute('value'), 'Another')
    t.match(answer.text, 'Kept &lt;i>text&lt;/i></textarea>')
    t.ok(page.querySelector(`[name=see][value="${GROUP.staff}"]`)?.hasAttribute('checked'))
    t.notOk(page.querySelector(`[name=see][value="${GROUP.everyone}"]`)?.hasAttribute('checked'))
    const odd = [
      { name: '' },
      { tone: 'neon' },
      { slug: 'No Spaces' },
      { see: '4242' },
      { see: 'all' },
      { parentId: '999999' },
      { moderate: '1' },
    ]
    for (const values of odd) {
      const again = await form.submit(PATH, { name: 'Odd', slug: 'odd', ...values })
      t.equal(again.status, 422, JSON.stringify(values))
    }
  })

  t.test('a category stands below another, never below itself, and is not wider than it', async t => {
    const parent = await idOf('lost-and-found')
    await (await asAda.get(`${PATH}/new`)).submit(PATH, {
      name: 'Gloves',
      parentId: parent,
      see: String(GROUP.members),
    })
    const child = await idOf('gloves')
    const form = await asAda.get(`${PATH}/${parent}`)
    t.notOk(form.page.querySelector(`[name=parentId] option[value="${parent}"]`))
    t.notOk(form.page.querySelector(`[name=parentId] option[value="${child}"]`))
    t.equal((await form.submit(`${PATH}/${parent}`, { parentId: child })).status, 422)
    const wider = await (await asAda.get(`${PATH}/${child}`)).submit(`${PATH}/${child}`, {
      see: String(GROUP.everyone),
    })
    t.equal(wider.status, 422)
  })

  t.test('categories change places, and an empty one can be removed', async t => {
    const order = async () =>
      (await asAda.api('GET', '/categories'))
        .json<{ items: { slug: string; parentId: string | null }[] }>()
        .items.filter(one => one.parentId === null)
        .map(one => one.slug)
    const { id, slug } = await app.make.category()
    t.strictSame(await order(), ['lost-and-found', slug])
    t.equal((await asAda.post(`${PATH}/${id}/moves`, { by: 'up' })).location, PATH)
    t.strictSame(await order(), [slug, 'lost-and-found'])
    t.equal((await asAda.post(`${PATH}/${id}/moves`, { by: 'sideways' })).status, 422)

    const held = await idOf('lost-and-found')
    const refused = await (await asAda.get(`${PATH}/${held}`)).submit(`${PATH}/${held}/delete`)
    t.equal(refused.status, 409)
    t.match(refused.seen('[role=alert]'), /empty/)
    t.equal((await asAda.post(`${PATH}/${id}/delete`)).location, PATH)
    t.strictSame(await order(), ['lost-and-found'])
    t.equal((await asAda.get(`${PATH}/${id}`)).status, 404)
    t.equal((await asAda.post(`${PATH}/${id}/delete`)).status, 404)
  })
})
