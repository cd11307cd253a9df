/** What pages say of themselves to search engines, and to those who show a link to them. */
import t from 'tap'
import * as categories from '../../server/categories/service.ts'
import * as members from '../../server/members/service.ts'
import * as postRemoval from '../../server/posts/removal.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { needsBrowser, openWindow, startBrowser } from '../support/browser.ts'
import { drawing, type UploadJson, upload } from '../support/files.ts'
import type { Answer } from '../support/http.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

type Thing = { readonly '@type': string; readonly [name: string]: unknown }

const attributeOf = ({ page }: Answer, selector: string, name = 'content'): string | null =>
  page.querySelector(selector)?.getAttribute(name) ?? null

/** What the page says in the words of schema.org. */
function dataOf({ text }: Answer): Thing[] {
  const found = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1]
  if (!found) return []
  const said: { '@context': string; '@graph': Thing[] } = JSON.parse(found)
  t.equal(said['@context'], 'https://schema.org')
  return said['@graph']
}

const one = (things: readonly Thing[], type: string): Thing => {
  const found = things.find(thing => thing['@type'] === type)
  if (!found) throw new Error(`there is no ${type} among ${things.map(thing => thing['@type'])}`)
  return found
}

const crumbsOf = (things: readonly Thing[]) => {
  const { itemListElement: list } = one(things, 'BreadcrumbList')
  return Array.isArray(list)
    ? list.map(({ name, item, position }) => `${position} ${name} ${new URL(item).pathname}`)
    : []
}

async function village(app: TestApp) {
  const { make } = app
  const place = await make.category({ name: 'Village' })
  const lane = await make.category({ name: 'Lane', parentId: place.id })
  const empty = await make.category({ name: 'Empty' })
  const thread = await make.thread({
    by: people.mia,
    categoryId: lane.id,
    title: 'Which "glue" & <why>?',
    body: 'For **wood** </script><script>alert(1)</script> & leather.\n\n:::spoiler\nThe butler did it\n:::',
    tags: ['glue'],
  })
  for (let number = 2; number <= 31; number++)
    await make.post({ threadId: thread.id, body: `Answer ${number} of many` })
  for (let more = 0; more < 31; more++) await make.thread({ categoryId: place.id, by: people.mo, tags: ['crowd'] })
  await members.updateProfile(await app.ctx(people.mia), { about: 'Mends <things>.' })
  await app.settled()
  return { place, lane, empty, thread, path: `/t/${thread.id}/${thread.slug}` }
}

t.test('heads', async t => {
  const app = await startApp(t)
  const { place, lane, empty, thread, path } = await village(app)
  const visitor = app.visitor()

  t.test('each page says whether it is for search engines, and under which address', async t => {
    const nextOf = async (list: string) => attributeOf(await visitor.get(list), 'a[rel=next]', 'href') ?? ''
    const nobody = await app.make.member()
    /** By page: its one address, or null where it is kept out. */
    const pages: Readonly<Record<string, string | null>> = {
      '/': '/',
      '/?utm_source=mail': '/',
      '/latest': '/latest',
      '/latest?utm_source=mail': '/latest',
      [await nextOf('/latest')]: null,
      '/categories': '/categories',
      [`/c/${place.slug}`]: `/c/${place.slug}`,
      [await nextOf(`/c/${place.slug}`)]: null,
      [`/c/${empty.slug}`]: null,
      '/tags': '/tags',
      '/tags?q=gl': null,
      '/tags/glue': '/tags/glue',
      [await nextOf('/tags/crowd')]: null,
      [path]: path,
      [`${path}?replyTo=1`]: path,
      [`${path}/2`]: path,
      [`${path}/21`]: `${path}/21`,
      [`${path}/25`]: `${path}/21`,
      '/m/mia': '/m/mia',
      '/m/mia/posts': null,
      '/m/mia/threads': null,
      '/m/mia/card': null,
      [`/m/${nobody.name}`]: null,
      '/sign-in': null,
      '/join': null,
      '/nowhere': null,
    }
    for (const [page, canonical] of Object.entries(pages)) {
      const answer = await visitor.get(page)
      t.equal(attributeOf(answer, 'meta[name=robots]'), canonical === null ? 'noindex' : null, `${page}, robots`)
      if (page === '/m/mia/card') continue
      const address = canonical === null ? null : app.url + canonical
      t.equal(attributeOf(answer, 'link[rel=canonical]', 'href'), address, `${page}, canonical`)
      t.equal(attributeOf(answer, 'meta[property="og:url"]'), address, `${page}, og:url`)
    }
  })

  t.test('a link to a thread can be shown with what it is about', async t => {
    const answer = await app.visitor({ 'accept-language': 'fr' }).get(path)
    const og = (name: string) => attributeOf(answer, `meta[property="og:${name}"]`)
    t.equal(og('type'), 'article')
    t.equal(og('title'), 'Which "glue" & <why>?')
    t.match(og('description'), 'For wood </script>')
    t.notMatch(og('description'), 'butler')
    t.equal(og('locale'), 'fr_FR')
    t.equal(og('image'), null, 'it shows no picture')
    t.equal(attributeOf(answer, 'meta[name="twitter:card"]'), 'summary')
    t.match(attributeOf(answer, 'meta[property="article:published_time"]'), /^\d{4}-\d\d-\d\dT/)
    t.match(attributeOf(await visitor.get(`${path}/21`), 'meta[property="og:description"]'), 'Answer 21')
    t.equal(attributeOf(await visitor.get('/m/mia'), 'meta[property="og:type"]'), 'profile')
  })

  t.test('a link to a thread with pictures is shown with the first that is not folded away', async t => {
    const mia = await app.as(people.mia)
    const send = async () =>
      (await upload(mia, { bytes: await drawing(1000, 500).jpeg().toBuffer(), name: 'a.jpg' })).json<UploadJson>()
    const [folded, shown] = [await send(), await send()]
    const picture = (alt: string, { url }: UploadJson) => `![${alt}](${url})`
    const body = [
      ':::spoiler\nThe end:\n\n:::details More\nThe gardener\n:::\n\nThe butler',
      picture('The end', folded),
      ':::\n\nBefore the end:',
      picture('A "view" & more', shown),
    ]
    const seen = await app.make.thread({ by: people.mia, title: 'With a view', body: body.join('\n\n') })
    const answer = await visitor.get(`/t/${seen.id}/${seen.slug}`)
    const [image, alt] = ['og:image', 'og:image:alt'].map(name => attributeOf(answer, `meta[property="${name}"]`))
    t.match(image, `${app.url}/uploads/${shown.key}/`)
    t.equal(alt, 'A "view" & more')
    t.equal(attributeOf(answer, 'meta[name="twitter:card"]'), 'summary_large_image')
    t.equal((await visitor.get(String(image))).headers['content-type'], 'image/webp', 'and anybody gets it')
    const posting = one(dataOf(answer), 'DiscussionForumPosting')
    t.equal(posting.image, image)
    t.match(posting.text, 'Before the end:')
    t.notMatch(posting.text, /butler|gardener/)
  })

  t.test('a thread says in the words of schema.org what stands on its page', async t => {
    const answer = await visitor.get(path)
    const things = dataOf(answer)
    const posting = one(things, 'DiscussionForumPosting')
    t.match(posting, {
      url: app.url + path,
      headline: 'Which "glue" & <why>?',
      author: { '@type': 'Person', name: 'mia', url: `${app.url}/m/mia` },
      commentCount: 30,
      keywords: ['glue'],
      isPartOf: { name: 'Lane', url: `${app.url}/c/${lane.slug}` },
    })
    t.match(posting.text, 'For wood </script><script>alert(1)</script> & leather.')
    t.notMatch(posting.text, 'butler', 'what was folded away stays so')
    const { comment } = posting
    if (!Array.isArray(comment)) throw new Error('no comments')
    const shown = [...answer.page.querySelectorAll('.thread > li')].slice(1)
    t.strictSame(
      comment.map(({ url, text, author, datePublished }) => [url.split('#')[1], text, author.name, datePublished]),
      shown.map(item => [
        item.id,
        item.querySelector('.prose')?.textContent?.trim(),
        item.querySelector('.who')?.textContent,
        item.querySelector('time')?.getAttribute('datetime'),
      ]),
    )
    t.strictSame(crumbsOf(things), [
      '1 Categories /categories',
      '2 Village /c/village',
      '3 Lane /c/lane',
      `4 Which "glue" & <why>? ${path}`,
    ])
    t.strictSame(
      crumbsOf(things)
        .slice(0, 3)
        .map(crumb => crumb.split(' ')[1]),
      [...answer.page.querySelectorAll('.crumbs a')].map(link => link.textContent?.trim()),
      'the same way as people are shown',
    )
  })

  t.test('a later page tells of its own posts, and whose the thread is', async t => {
    const posting = one(dataOf(await visitor.get(`${path}/21`)), 'DiscussionForumPosting')
    t.match(posting, { url: app.url + path, author: { name: 'mia' }, datePublished: /^\d{4}-/ })
    t.equal(posting.text, undefined)
    t.equal(Array.isArray(posting.comment) && posting.comment.length, 11)
  })

  t.test('what is deleted or not theirs to see is in no word of it', async t => {
    const post = await app.make.post({ threadId: thread.id, body: 'Words to be forgotten' })
    await postRemoval.remove(await app.ctx(people.ada), { id: post.id })
    await app.settled()
    t.notMatch((await visitor.get(`${path}/21`)).text, 'to be forgotten')
    // Who moderates still sees the tombstone; their pages carry no such data at all.
    t.strictSame(dataOf(await (await app.as(people.ada)).get(`${path}/21`)), [])
  })

  t.test('home, lists and profiles say what they are', async t => {
    const home = dataOf(await visitor.get('/'))
    t.match(one(home, 'WebSite'), { name: 'Guildhall', url: `${app.url}/`, inLanguage: 'en' })
    t.match(one(home, 'Organization'), { name: 'Guildhall', url: `${app.url}/` })
    t.strictSame(crumbsOf(dataOf(await visitor.get(`/c/${lane.slug}`))), [
      '1 Categories /categories',
      '2 Village /c/village',
      '3 Lane /c/lane',
    ])
    t.strictSame(crumbsOf(dataOf(await visitor.get('/tags/glue'))), ['1 Tags /tags', '2 glue /tags/glue'])
    t.match(one(dataOf(await visitor.get('/m/mia')), 'ProfilePage'), {
      mainEntity: { '@type': 'Person', name: 'mia', url: `${app.url}/m/mia`, description: 'Mends <things>.' },
    })
    await members.updatePrivacy(await app.ctx(people.mia), { profileAudience: 'members' })
    t.strictSame(dataOf(await visitor.get('/m/mia')), [])
    t.equal(attributeOf(await visitor.get('/m/mia'), 'meta[name=robots]'), 'noindex')
  })

  t.test('a browser has nothing against it', needsBrowser(), async t => {
    const { page, troubles } = await openWindow(await startBrowser(t), app.url, { locale: 'en-GB' })
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    t.strictSame(troubles, [])
    const said = await page.evaluate(() =>
      JSON.parse(document.querySelector('script[type="application/ld+json"]')?.textContent ?? 'null'),
    )
    t.equal(said['@graph'].length, 2)
  })

  t.test('a visitor who has a page is told by its date, too, that it is the same', async t => {
    let dated = await visitor.get(path)
    await until(async () => {
      dated = await visitor.get(path)
      return dated.headers['last-modified'] !== undefined
    }, 'the page says since when it has been so')
    const since = { 'if-modified-since': String(dated.headers['last-modified']) }
    t.strictSame(
      [(await visitor.get(path, { headers: since })).status, dated.headers['cache-control']],
      [304, 'public, no-cache'],
    )
    const head = await visitor.send('HEAD', path)
    t.strictSame([head.status, head.bytes.length, head.headers.etag], [200, 0, dated.headers.etag])
    t.equal(head.headers['last-modified'], dated.headers['last-modified'])
    await app.make.post({ threadId: thread.id })
    await until(async () => (await visitor.get(path, { headers: since })).status === 200, 'it has changed')
    t.equal(
      (await (await app.as(people.mia)).get(path)).headers['last-modified'],
      undefined,
      'a page of one’s own has none',
    )
  })

  t.test('a page that was made again and says the same keeps its date', async t => {
    let dated = await visitor.get('/categories')
    const read = async () => {
      dated = await visitor.get('/categories')
      return dated.headers['last-modified'] !== undefined
    }
    await until(read, 'it has a date')
    const { etag, 'last-modified': before } = dated.headers
    // Every event is in the page as the position from which it listens, so it is another page, to the letter.
    await app.make.post({ threadId: thread.id })
    await until(async () => (await read()) && dated.headers.etag !== etag, 'it was made again')
    await until(read, 'it has a date again')
    t.equal(dated.headers['last-modified'], before)
  })

  t.test('old addresses lead to the right ones, with what was asked', async t => {
    const ada = await app.ctx(people.ada)
    await categories.change(ada, { id: lane.id, slug: 'alley' })
    await categories.change(ada, { id: lane.id, slug: 'avenue' })
    await app.settled()
    const moves = {
      [`/t/${thread.id}/another-title?utm_source=mail&x=%zz`]: `${path}?utm_source=mail&x=%zz`,
      [`/t/${thread.id}`]: path,
      [`/t/${thread.id}/-/21`]: `${path}/21`,
      [`/c/${lane.slug}?cursor=abc`]: '/c/avenue?cursor=abc',
      '/c/alley': '/c/avenue',
      '/m/MIA?a=b': '/m/mia?a=b',
      '/tags/GLUE?x=1': '/tags/glue?x=1',
    }
    for (const [from, to] of Object.entries(moves)) {
      const answer = await visitor.get(from)
      t.strictSame([answer.status, answer.location], [301, to], from)
      t.equal(answer.headers['cache-control'], 'private, no-store')
    }
    const heir = await categories.create(ada, { name: 'Alley again', slug: 'alley' })
    await app.settled()
    t.equal((await visitor.get('/c/alley')).status, 200, 'an address is whose it is now')
    await categories.change(ada, { id: heir.id, slug: 'lane' })
    t.equal((await visitor.get('/c/alley')).location, '/c/lane')
    const rights = { see: [], reply: [], create: [], moderate: [] }
    await categories.change(ada, { id: heir.id, rights })
    t.equal((await visitor.get('/c/alley')).status, 404, 'and leads nobody to what they do not see')
  })
})
