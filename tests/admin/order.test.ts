/** Where categories stand: one verb for pages and programs, nobody overwrites what they did not see, and what a group may is told in a word. */
import { desc, eq } from 'drizzle-orm'
import t from 'tap'
import { branchOf, placeAt } from '../../client/order/places.ts'
import { auditEntries } from '../../db/tables/index.ts'
import { standingOf } from '../../server/categories/level.ts'
import { reasonFor } from '../../server/categories/reason.ts'
import { categoryTree, RIGHTS } from '../../server/categories/tree.ts'
import { GROUP, VISITOR } from '../../server/core/actor.ts'
import { translator } from '../../server/core/i18n.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'

type Order = { items: { id: string; parentId: string | null }[] }

const PATH = '/admin/categories'
const say = translator('en')

t.test('the order of categories', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const make = async (name: string) => String((await app.make.category({ name })).id)
  const [elm, oak, ash, yew] = [await make('Elm'), await make('Oak'), await make('Ash'), await make('Yew')]
  const names = new Map([
    [elm, 'elm'],
    [oak, 'oak'],
    [ash, 'ash'],
    [yew, 'yew'],
  ])
  const read = async () => {
    const answer = await asAda.api('GET', '/categories/order')
    const shown = answer
      .json<Order>()
      .items.map(({ id, parentId }) => `${parentId === null ? '' : `${names.get(parentId)}/`}${names.get(id)}`)
    return { shown: shown.join(' '), etag: String(answer.headers.etag) }
  }
  const place = (id: string, parentId: string | null, before: string | null, etag?: string) =>
    asAda.api('PUT', `/categories/${id}/place`, { parentId, before }, etag ? { 'if-match': etag } : {})

  t.test('a category goes before another, below another, and to the end, with all that it holds', async t => {
    t.equal((await read()).shown, 'elm oak ash yew')
    t.equal((await place(yew, null, oak)).status, 200)
    t.equal((await read()).shown, 'elm yew oak ash')
    await place(ash, elm, null)
    await place(oak, ash, null)
    t.equal((await read()).shown, 'elm elm/ash ash/oak yew')
    await place(elm, null, null)
    t.equal((await read()).shown, 'yew elm elm/ash ash/oak')
    await place(yew, elm, ash)
    t.equal((await read()).shown, 'elm elm/yew elm/ash ash/oak')
    const [entry] = await app.database.db
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.act, 'category.move'))
      .orderBy(desc(auditEntries.id))
      .limit(1)
    t.match(entry, { actorId: people.ada.id, targetId: yew, data: { parentId: Number(elm), before: Number(ash) } })
    const { items } = (await app.visitor().api('GET', '/categories')).json<Order>()
    t.strictSame(
      items.map(one => one.id),
      [elm, yew, ash, oak],
      'and everybody sees it so',
    )
  })

  t.test('none comes below itself, beside a stranger, or below what its readers do not see', async t => {
    t.equal((await place(elm, elm, null)).status, 422)
    t.equal((await place(elm, oak, null)).status, 422)
    t.equal((await place(yew, null, oak)).status, 422, 'oak is no neighbour at the top')
    t.equal((await place(yew, '999999', null)).status, 422)
    t.equal((await place('999999', null, null)).status, 404)
    const closed = await app.make.category({
      name: 'Closed',
      rights: { see: [GROUP.staff], moderate: [GROUP.moderators] },
    })
    const wider = await place(yew, String(closed.id), null)
    t.equal(wider.status, 422)
    t.equal((await asAda.api('DELETE', `/categories/${closed.id}`)).status, 204)
    t.equal((await read()).shown, 'elm elm/yew elm/ash ash/oak')
  })

  t.test('who has seen another order is told, and nothing is moved; by API and by page', async t => {
    const { etag } = await read()
    const page = await asAda.get(PATH)
    t.equal((await place(ash, elm, yew, etag)).status, 200)
    const late = await place(oak, null, null, etag)
    t.equal(late.status, 412)
    t.equal(late.json<{ code: string }>().code, 'order.changed')
    const again = await page.submit(`${PATH}/${oak}/moves`, { by: 'up' })
    t.equal(again.status, 303, 'at the end nothing is moved, so nothing is overwritten')
    const refused = await page.submit(`${PATH}/${yew}/moves`, { by: 'up' })
    t.equal(refused.status, 412)
    t.match(refused.seen('#category-order [role=alert]'), /meanwhile/)
    t.equal((await read()).shown, 'elm elm/ash ash/oak elm/yew')
    t.equal((await refused.submit(`${PATH}/${yew}/moves`, { by: 'up' })).status, 303)
    t.equal((await read()).shown, 'elm elm/yew elm/ash ash/oak')
    t.equal((await place(oak, null, null, '*')).status, 200)
  })

  t.test('of two who move at once each leaves a whole order', async t => {
    const [one, other] = await Promise.all([place(yew, null, elm), place(ash, oak, null)])
    t.strictSame([one.status, other.status], [200, 200])
    t.equal((await read()).shown, 'yew elm oak oak/ash')
  })

  t.test('the page takes any place too, and only who keeps the categories may', async t => {
    const answer = await asAda.post(`${PATH}/${ash}/moves`, { parentId: '', before: yew })
    t.equal(answer.location, PATH)
    t.equal((await read()).shown, 'ash yew elm oak')
    t.equal((await asAda.post(`${PATH}/${ash}/moves`, {})).status, 422)
    t.equal((await asMo.api('PUT', `/categories/${ash}/place`, { parentId: null, before: null })).status, 403)
    t.equal((await asMo.api('GET', '/categories/order')).status, 403)
    t.equal((await app.visitor().api('GET', '/categories/order')).status, 401)
  })

  t.test('the matrix says in a word what a group may, and by way of which wider group', async t => {
    const closed = await app.make.category({
      name: 'Workshop',
      rights: {
        see: [GROUP.members],
        reply: [GROUP.trust0 + 1],
        create: [GROUP.trust0 + 3],
        moderate: [GROUP.moderators],
      },
    })
    const { page } = await asAda.get(`${PATH}/rights`)
    const row = [...page.querySelectorAll('.matrix tbody tr')].find(one =>
      one.querySelector(`a[href="${PATH}/${closed.id}#rights"]`),
    )
    const levels = [...(row?.querySelectorAll('td') ?? [])].map(
      cell =>
        `${cell.querySelector('.level')?.getAttribute('data-level')}${cell.querySelector('small') ? ' through' : ''}`,
    )
    t.strictSame(levels, [
      'none',
      'see',
      'see through',
      'moderate',
      'moderate',
      'see through',
      'reply',
      'reply through',
      'create',
      'create through',
    ])
    t.equal(page.querySelectorAll('.slim-only > li').length, 5, 'and the same as a list for telephones')
    const rights = { see: new Set([2]), reply: new Set<number>(), create: new Set([2]), moderate: new Set<number>() }
    t.strictSame(standingOf({ rights }, GROUP.members), { level: 'createOnly', by: GROUP.members })
    t.strictSame(standingOf({ rights }, GROUP.administrators), { level: 'moderate', by: GROUP.administrators })
  })
})

t.test('the order of groups', async t => {
  const app = await startApp(t)
  const [asAda, asMo] = await Promise.all([app.as(people.ada), app.as(people.mo)])
  const { id: elm } = await app.make.group()
  const { id: oak } = await app.make.group()
  const read = async () => {
    const answer = await asAda.api('GET', '/groups')
    return {
      ids: answer.json<{ items: { id: string }[] }>().items.map(one => one.id),
      etag: String(answer.headers.etag),
    }
  }
  const place = (id: number, before: string | null, etag?: string) =>
    asAda.api('PUT', `/groups/${id}/place`, { before }, etag ? { 'if-match': etag } : {})

  t.test('a group goes where it is put, everywhere', async t => {
    const { ids } = await read()
    t.strictSame(ids.slice(-2), [String(elm), String(oak)])
    t.equal((await place(oak, '1')).status, 200)
    t.strictSame((await read()).ids, [String(oak), ...ids.slice(0, -1)])
    const { page } = await asAda.get('/admin/permissions')
    t.equal(page.querySelector('tbody input')?.getAttribute('value'), String(oak), 'the first column')
    const shown = [...(await asAda.get('/admin/groups')).page.querySelectorAll('[data-id]')].map(one =>
      one.getAttribute('data-id'),
    )
    t.strictSame(shown, (await read()).ids)
    await place(oak, null)
    t.strictSame((await read()).ids, ids)
  })

  t.test('by buttons too, at the ends it stays, and an order that was not seen is not overwritten', async t => {
    const page = await asAda.get('/admin/groups')
    const { etag } = await read()
    t.equal((await page.submit(`/admin/groups/${oak}/moves`, { by: 'down' })).status, 303)
    t.equal((await page.submit('/admin/groups/1/moves', { by: 'up' })).status, 303)
    t.equal((await read()).etag, etag)
    t.equal((await page.submit(`/admin/groups/${oak}/moves`, { by: 'up' })).status, 303)
    t.strictSame((await read()).ids.slice(-2), [String(oak), String(elm)])
    const late = await page.submit(`/admin/groups/${elm}/moves`, { by: 'up' })
    t.equal(late.status, 412)
    t.match(late.seen('#group-order [role=alert]'), /meanwhile/)
    t.equal((await place(elm, '1', etag)).status, 412)
    t.equal((await asAda.post(`/admin/groups/${elm}/moves`, { before: '1' })).status, 303)
    t.equal((await read()).ids[0], String(elm))
  })

  t.test('strangers are no neighbours, and only who keeps groups may', async t => {
    t.equal((await place(elm, '4242')).status, 422)
    t.equal((await place(999_999, null)).status, 404)
    t.equal((await asAda.post(`/admin/groups/${elm}/moves`, {})).status, 422)
    t.equal((await asMo.api('PUT', `/groups/${elm}/place`, { before: null })).status, 403)
  })
})

t.test('what somebody may, and why', async t => {
  const app = await startApp(t)
  const asAda = await app.as(people.ada)
  const rights = { see: [GROUP.members], reply: [GROUP.members], create: [GROUP.staff], moderate: [GROUP.moderators] }
  const place = await app.make.category({ name: 'Workshop', rights })
  const closed = await app.make.category({ name: 'Closed', rights: { see: [GROUP.staff], reply: [GROUP.members] } })
  const tree = (await app.ctx()).read(categoryTree)
  const ask = async (member: string, id: number) => {
    const { page } = await asAda.get(`/admin/access?member=${member}&category=${id}`)
    return [...page.querySelectorAll('[data-may]')].map(one => one.getAttribute('data-may')).join(' ')
  }

  t.test('the page tells each right with its reason, of members and of visitors', async t => {
    t.equal(await ask('MIA', place.id), 'yes yes no no')
    t.equal(await ask('', place.id), 'no no no no')
    t.equal(await ask('mo', place.id), 'yes yes yes yes')
    t.equal(await ask('ada', closed.id), 'yes yes yes yes')
    const answer = await asAda.get(`/admin/access?member=mia&category=${closed.id}`)
    t.match(answer.seen('[data-may]:nth-child(2)'), say('access.because.unseen'))
    t.equal((await asAda.get('/admin/access?member=nobody-here')).seen('.err'), say('group.error.unknownMember'))
    t.equal((await asAda.get('/admin/access?category=999999')).status, 404)
  })

  t.test('the API says the same, by names of groups', async t => {
    const { items } = (await asAda.api('GET', `/access?member=mia&categoryId=${place.id}`)).json<{ items: unknown[] }>()
    t.match(items[1], { right: 'reply', may: true, because: 'granted', groups: ['members'] })
    t.match(items[2], { right: 'create', may: false, because: 'ungranted', groups: [] })
    t.equal((await asAda.api('GET', `/access?member=nobody-here&categoryId=${place.id}`)).status, 404)
    t.equal((await (await app.as(people.mo)).api('GET', `/access?categoryId=${place.id}`)).status, 403)
  })

  t.test('what is told is what holds', async t => {
    const actors = [
      VISITOR,
      ...(await Promise.all([people.ada, people.mo, people.mia].map(one => app.ctx(one)))).map(ctx => ctx.actor),
    ]
    for (const actor of actors)
      for (const category of tree.all)
        for (const right of RIGHTS)
          t.equal(
            reasonFor(tree, actor, right, category).may,
            tree.allows(actor, right, category.id),
            `${actor.name} ${right}`,
          )
  })
})

t.test('places in a list that is a tree', async t => {
  //   a, b below a, c below b, d
  const rows = [
    { id: 'a', depth: 0 },
    { id: 'b', depth: 1 },
    { id: 'c', depth: 2 },
    { id: 'd', depth: 0 },
  ]
  t.strictSame(placeAt(rows, 0, 5), { parentId: '', before: 'a', depth: 0 }, 'nothing stands above the first')
  t.strictSame(placeAt(rows, 4, 0), { parentId: '', before: '', depth: 0 })
  t.strictSame(placeAt(rows, 4, 9), { parentId: 'd', before: '', depth: 1 }, 'one deeper than the row above, no more')
  t.strictSame(placeAt(rows, 1, 0), { parentId: 'a', before: 'b', depth: 1 }, 'b keeps its parent')
  t.strictSame(placeAt(rows, 3, 0), { parentId: '', before: 'd', depth: 0 })
  t.strictSame(placeAt(rows, 3, 1), { parentId: 'a', before: '', depth: 1 })
  t.strictSame(placeAt(rows, 3, 2), { parentId: 'b', before: '', depth: 2 })
  t.strictSame(
    placeAt(rows.slice(0, 1), 1, 3, true),
    { parentId: '', before: '', depth: 0 },
    'a flat list has no below',
  )
  t.strictSame(placeAt([], 0, 3), { parentId: '', before: '', depth: 0 })
  t.strictSame(
    rows.map((_, at) => branchOf(rows, at)),
    [3, 2, 1, 1],
  )
})
