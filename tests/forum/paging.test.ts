import t from 'tap'
import { seed } from '../../server/seed/service.ts'
import { startApp } from '../support/app.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'

/** Three pages and a bit, in one category. */
const COMMUNITY = { posts: 300, threads: 100, members: 10, categories: 1, until: '2026-03-01T00:00:00.000Z' }

const titlesOn = ({ page }: Answer): string[] =>
  [...page.querySelectorAll('.ledger a[href^="/t/"]')]
    .map(link => link.getAttribute('href') ?? '')
    .filter(href => /^\/t\/\d+\/[^/]+$/.test(href))

const linkOn = ({ page }: Answer, rel: 'next' | 'prev') =>
  page.querySelector(`.pager a[rel="${rel}"]`)?.getAttribute('href') ?? null

t.test('lists of threads page on to their end, and back to their beginning', async t => {
  const { ctx, visitor, as, make, settled } = await startApp(t)
  await seed(await ctx(), COMMUNITY)
  await settled()

  for (const path of ['/latest', '/c/trail-talk']) {
    const pages: string[][] = []
    let here = await visitor().get(path)
    t.equal(linkOn(here, 'prev'), null, 'nothing is newer than the newest')
    for (let next: string | null = path; next; next = linkOn(here, 'next')) {
      here = await visitor().get(next)
      pages.push(titlesOn(here))
    }
    t.equal(new Set(pages.flat()).size, 100, `${path} shows every thread once`)
    t.equal(pages.flat().length, 100)

    for (let nth = pages.length - 2; nth > 0; nth--) {
      here = await visitor().get(linkOn(here, 'prev') ?? '')
      t.strictSame(titlesOn(here), pages[nth], `page ${nth + 1} is the same on the way back`)
    }
    const top = await visitor().get(linkOn(here, 'prev') ?? '')
    t.equal(top.location, path, 'the way back ends at the address of the list')
  }

  const second = linkOn(await visitor().get('/latest'), 'next') ?? ''
  const first = linkOn(await visitor().get(second), 'prev') ?? ''
  for (let nth = 0; nth < 3; nth++) await make.thread({ by: people.mia })
  const mia = await as(people.mia)
  const before = titlesOn(await mia.get(second))
  const back = await mia.get(first)
  t.equal(back.status, 200)
  t.equal(titlesOn(back).length, 30, 'what came meanwhile is not let in: it stands before')
  t.notOk(
    titlesOn(back).some(href => before.includes(href)),
    'and nothing is shown twice',
  )
  t.equal(
    titlesOn(await mia.get((await mia.get(linkOn(back, 'prev') ?? '')).location))[0],
    titlesOn(await mia.get('/latest'))[0],
  )
})

t.test('a way back that nobody gave is refused', async t => {
  const { visitor } = await startApp(t)
  for (const key of [[1], [1, 2, 3, 4], [-1, 2, 1], ['a', 2, 1]]) {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url')
    t.equal((await visitor().get(`/latest?cursor=${cursor}`)).status, 422, JSON.stringify(key))
  }
  const back = Buffer.from('[1,2,1]').toString('base64url')
  t.equal((await visitor().get(`/api/v1/threads?cursor=${back}`)).status, 422, 'programs page on only')
})
