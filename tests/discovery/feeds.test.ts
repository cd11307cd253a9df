/** Feeds: what stands in them, for whom, and for how long. Whole sentences of them are read by parsers that did not write them. */
import { DOMParser } from 'linkedom'
import t from 'tap'
import * as categories from '../../server/categories/service.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as members from '../../server/members/service.ts'
import * as removal from '../../server/posts/removal.ts'
import { find } from '../../server/tags/queries.ts'
import * as tags from '../../server/tags/service.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { needsBrowser, openWindow, startBrowser } from '../support/browser.ts'
import { linksOf } from '../support/html.ts'
import { people } from '../support/people.ts'
import { until } from '../support/until.ts'

type Item = { readonly id: string; readonly url: string; readonly title: string; readonly html: string }
type JsonFeed = {
  readonly version: string
  readonly title: string
  readonly home_page_url: string
  readonly feed_url: string
  readonly items: readonly {
    id: string
    url: string
    title: string
    content_html: string
    date_published: string
    authors: readonly { name: string; url: string }[]
    tags: readonly string[]
  }[]
}

const textOf = (element: Element, name: string): string => element.querySelector(name)?.textContent?.trim() ?? ''

/** The items of a feed in any format, by what each format calls their parts. */
function itemsOf(path: string, text: string): Item[] {
  if (path.endsWith('.json')) {
    const feed: JsonFeed = JSON.parse(text)
    return feed.items.map(({ id, url, title, content_html: html }) => ({ id, url, title, html }))
  }
  const feed = new DOMParser().parseFromString(text, 'text/xml')
  if (path.endsWith('.atom')) {
    return [...feed.querySelectorAll('entry')].map(entry => ({
      id: textOf(entry, 'id'),
      url: entry.querySelector('link')?.getAttribute('href') ?? '',
      title: textOf(entry, 'title'),
      html: textOf(entry, 'content'),
    }))
  }
  return [...feed.querySelectorAll('item')].map(item => ({
    id: textOf(item, 'guid'),
    url: textOf(item, 'link'),
    title: textOf(item, 'title'),
    html: textOf(item, 'content\\:encoded'),
  }))
}

/** What XML has no place for. */
const isControl = (letter: string): boolean => letter < ' ' && !'\t\n\r'.includes(letter)

const FORMATS = ['rss', 'atom', 'json']
const TYPES: Readonly<Record<string, string>> = {
  rss: 'application/rss+xml; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
}

/** Everything that would break XML, HTML or both, if it were let through. */
const NASTY = 'An ]]> end & a <tag> &amp; \u0001 a bell, \u{1F3D4} and “quotes” </content> ]]]]>'

async function town(app: TestApp) {
  const { make } = app
  const category = await make.category({ name: 'Open square' })
  const thread = await make.thread({
    by: people.mia,
    categoryId: category.id,
    title: 'Tools & <trades> ]]>',
    body: `${NASTY}\n\nSee [home](/latest), [a note][^1] and https://example.org/?a=1&b=2\n\n[^1]: Said ]]> below`,
    tags: ['sharp'],
  })
  const reply = await make.post({ by: people.noor, threadId: thread.id, body: `> Quoted\n\nAnswered ${NASTY}` })
  await app.settled()
  return { category, thread, reply }
}

t.test('feeds', async t => {
  const app = await startApp(t)
  const { category, thread, reply } = await town(app)
  const threadPage = `/t/${thread.id}/${thread.slug}`
  const pages = ['/', '/latest', `/c/${category.slug}`, '/tags/sharp', threadPage, '/m/mia']
  const feedsOf = (page: string) => FORMATS.map(format => `${page === '/' ? '' : page}/feed.${format}`)
  const read = async (path: string) => itemsOf(path, (await app.visitor().get(path)).text)

  t.test('every page that lists names its three feeds, and shows the way to one', async t => {
    for (const page of pages) {
      const { page: shown } = await app.visitor().get(page)
      t.strictSame(
        linksOf(shown, 'link[rel=alternate]'),
        feedsOf(page).map(path => app.url + path),
        page,
      )
      t.strictSame(linksOf(shown, `a[type="application/rss+xml"]`), [feedsOf(page)[0]], page)
    }
  })

  for (const page of pages) {
    t.test(`the feeds of ${page} say the same in three formats`, async t => {
      const [rss, atom, json] = await Promise.all(feedsOf(page).map(read))
      t.ok(json && json.length > 0)
      t.strictSame(
        rss,
        json?.map(item => ({ ...item, html: item.html.trim() })),
        'RSS',
      )
      t.strictSame(
        atom,
        json?.map(item => ({ ...item, html: item.html.trim() })),
        'Atom',
      )
      t.equal(new Set(json?.map(({ id }) => id)).size, json?.length, 'each has an id of its own')
      for (const { html } of json ?? []) t.notMatch(html, /(href|src)="[/#]/, 'every address is whole')
      for (const [at, path] of feedsOf(page).entries()) {
        const answer = await app.visitor().get(path)
        t.equal(answer.headers['content-type'], TYPES[FORMATS[at] ?? ''])
        t.notOk([...answer.text].some(isControl), 'no control character')
      }
    })
  }

  t.test('what the formats ask for is there', async t => {
    const parse = async (path: string) =>
      new DOMParser().parseFromString((await app.visitor().get(path)).text, 'text/xml')
    const rss = await parse('/feed.rss')
    for (const name of ['channel > title', 'channel > link', 'channel > description', 'lastBuildDate', 'language']) {
      t.ok(rss.querySelector(name)?.textContent, name)
    }
    t.equal(rss.querySelector('channel > atom\\:link[rel=self]')?.getAttribute('href'), `${app.url}/feed.rss`)
    t.equal(rss.querySelector('guid')?.getAttribute('isPermaLink'), 'false')
    t.match(rss.querySelector('pubDate')?.textContent, /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/)
    t.equal(rss.querySelector('item dc\\:creator')?.textContent?.trim(), 'mia')

    const atom = await parse('/feed.atom')
    for (const name of [
      'feed > id',
      'feed > title',
      'feed > updated',
      'entry > id',
      'entry > updated',
      'entry > author > name',
    ]) {
      t.ok(atom.querySelector(name)?.textContent, name)
    }
    t.equal(atom.querySelector('feed > link[rel=self]')?.getAttribute('href'), `${app.url}/feed.atom`)
    t.equal(atom.querySelector('feed > link[rel=alternate]')?.getAttribute('href'), `${app.url}/`)
    t.equal(atom.querySelector('entry > content')?.getAttribute('type'), 'html')

    const json = (await app.visitor().get('/feed.json')).json<JsonFeed>()
    t.equal(json.version, 'https://jsonfeed.org/version/1.1')
    t.match(json, { title: 'Guildhall', home_page_url: `${app.url}/`, feed_url: `${app.url}/feed.json` })
    t.match(json.items[0], { authors: [{ name: 'mia', url: `${app.url}/m/mia` }], tags: ['Open square', 'sharp'] })
    t.notOk(Number.isNaN(Date.parse(json.items[0]?.date_published ?? '')))
  })

  t.test('a text comes whole, as it was written', async t => {
    const [item] = await read('/feed.rss')
    t.equal(item?.title, 'Tools & <trades> ]]>')
    t.match(item?.html, 'An ]]&gt; end &amp; a &lt;tag&gt; &amp;  a bell, \u{1F3D4}')
    t.match(item?.html, `<a href="${app.url}/latest">home</a>`)
    t.match(item?.html, `href="${app.url}${threadPage}#post-`, 'a footnote leads into the page')
    t.match(item?.html, 'href="https://example.org/?a=1&amp;b=2"')
  })

  t.test('a browser takes them for well-formed XML', needsBrowser(), async t => {
    const { page } = await openWindow(await startBrowser(t), app.url)
    await page.goto('/rules-nobody-wrote')
    for (const path of pages.flatMap(feedsOf).filter(one => !one.endsWith('.json'))) {
      const found = await page.evaluate(async path => {
        const parsed = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/xml')
        return {
          error: parsed.querySelector('parsererror')?.textContent ?? null,
          root: parsed.documentElement.nodeName,
        }
      }, path)
      t.strictSame(found, { error: null, root: path.endsWith('.rss') ? 'rss' : 'feed' }, path)
    }
  })

  t.test('an item keeps its id when its thread gets another title, and its old address leads to the new', async t => {
    const moved = await app.make.thread({ title: 'Before this', categoryId: category.id })
    const path = `/t/${moved.id}/${moved.slug}/feed.json`
    const [before] = await read(path)
    const form = await (await app.as(people.mia)).get(`/threads/${moved.id}/edit`)
    await form.submit(`/threads/${moved.id}`, { title: 'After that' })
    let answer = await app.visitor().get(`${path}?from=reader`)
    await until(async () => {
      answer = await app.visitor().get(`${path}?from=reader`)
      return answer.status === 301
    }, 'the old address leads on')
    t.equal(answer.location, `/t/${moved.id}/after-that/feed.json?from=reader`)
    const [after] = await read(`/t/${moved.id}/after-that/feed.json`)
    t.equal(after?.id, before?.id)
    t.equal(after?.title, 'After that')
  })

  t.test('whoever asks gets what a visitor would', async t => {
    const hidden = await app.make.category({
      name: 'Back room',
      rights: { see: [GROUP.members], create: [GROUP.members] },
    })
    await app.make.thread({ by: people.mia, categoryId: hidden.id, title: 'Between us' })
    await app.settled()
    const mia = await app.as(people.mia)
    t.equal((await mia.get(`/c/${hidden.slug}`)).status, 200)
    for (const path of feedsOf(`/c/${hidden.slug}`)) t.equal((await mia.get(path)).status, 404)
    t.strictSame(linksOf((await mia.get(`/c/${hidden.slug}`)).page, 'link[rel=alternate]'), [], 'nor is one offered')
    for (const path of ['/feed.json', '/m/mia/feed.json']) {
      t.notMatch((await mia.get(path)).text, 'Between us')
      t.equal((await mia.get(path)).text, (await app.visitor().get(path)).text)
    }
  })

  t.test('who has a copy is told so, by its tag and by its date', async t => {
    for (const path of ['/feed.rss', `${threadPage}/feed.atom`]) {
      const visitor = app.visitor({ 'accept-encoding': 'gzip' })
      const first = await visitor.get(path)
      t.equal(first.headers['content-encoding'], 'gzip')
      t.equal(first.headers['cache-control'], 'public, max-age=60')
      const again = await visitor.get(path, { headers: { 'if-none-match': `"other", W/${first.headers.etag}` } })
      t.strictSame([again.status, again.bytes.length], [304, 0])
      let dated = first
      await until(async () => {
        dated = await visitor.get(path)
        return dated.headers['last-modified'] !== undefined
      }, 'it says since when it has been so')
      const since = { 'if-modified-since': String(dated.headers['last-modified']) }
      t.equal((await visitor.get(path, { headers: since })).status, 304)
      t.equal(
        (await visitor.get(path, { headers: { ...since, 'if-none-match': '"other"' } })).status,
        200,
        'the tag counts first',
      )
      const head = await visitor.send('HEAD', path)
      t.strictSame([head.status, head.bytes.length, head.headers.etag], [200, 0, dated.headers.etag])
      await app.make.post({ threadId: thread.id, body: 'Something new for all who ask' })
      const other = await app.make.thread({ categoryId: category.id })
      await until(async () => (await visitor.get(path, { headers: since })).status === 200, `${path} after ${other.id}`)
    }
  })

  t.test('a deleted post has left as soon as the log tells of it', async t => {
    const gone = await app.make.post({ threadId: thread.id, body: 'Soon forgotten words' })
    await app.settled()
    const path = `${threadPage}/feed.json`
    await until(async () => (await app.visitor().get(path)).text.includes('Soon forgotten'), 'it is in the feed')
    await removal.remove(await app.ctx(people.ada), { id: gone.id })
    await app.settled()
    t.notMatch((await app.visitor().get(path)).text, 'Soon forgotten')
    t.ok(
      (await read(path)).some(({ url }) => url.endsWith(`#post-${reply.id}`)),
      'the others stay',
    )
  })

  t.test('a member who does not show everybody what they wrote has none', async t => {
    const ctx = await app.ctx(people.noor)
    t.equal((await app.visitor().get('/m/noor/feed.rss')).status, 200)
    await members.updatePrivacy(ctx, { activityAudience: 'members' })
    await app.settled()
    for (const client of [app.visitor(), await app.as(people.mia), await app.as(people.noor)]) {
      t.equal((await client.get('/m/noor/feed.rss')).status, 404)
    }
    t.equal((await (await app.as(people.mia)).get('/m/noor/posts')).status, 200, 'members read the list')
    t.strictSame(linksOf((await (await app.as(people.mia)).get('/m/noor')).page, 'link[rel=alternate]'), [])
  })

  t.test('feeds move with what they follow', async t => {
    const visitor = app.visitor()
    await categories.change(await app.ctx(people.ada), { id: category.id, slug: 'new-square' })
    await tags.change(await app.ctx(people.ada), {
      id: (await find(await app.ctx(people.ada), 'sharp')).id,
      name: 'keen',
    })
    await app.settled()
    const moves = {
      [`/c/${category.slug}/feed.atom?a=1`]: '/c/new-square/feed.atom?a=1',
      '/tags/sharp/feed.rss': '/tags/keen/feed.rss',
      '/m/MIA/feed.json': '/m/mia/feed.json',
      [`/t/${thread.id}/feed.rss`]: `${threadPage}/feed.rss`,
    }
    for (const [from, to] of Object.entries(moves)) {
      const answer = await visitor.get(from)
      t.strictSame([answer.status, answer.location], [301, to])
      t.equal((await visitor.get(to)).status, 200)
    }
  })

  t.test('what is no feed is not there', async t => {
    for (const path of [
      '/feed.xml',
      '/c/nowhere/feed.rss',
      '/t/999999/feed.rss',
      '/m/nobody/feed.atom',
      '/tags/none/feed.json',
    ]) {
      t.equal((await app.visitor().get(path)).status, 404, path)
    }
  })
})
