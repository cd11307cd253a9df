/** Feeds: what stands in them, for whom, and for how long. They are read here by parsers that did not write them. */
import t from 'tap'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
t.test('x', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia, title: 'A ]]> <b> & c', body: 'Hello [x](/t/1) ]]> & <b>' , tags:['one']})
  await app.make.post({threadId: thread.id, body: 'see [^1]\n\n[^1]: note'})
  for (const p of ['/feed.rss','/latest/feed.atom',`/t/${thread.id}/${thread.slug}/feed.json`,`/t/${thread.id}/feed.rss?x=%zz`,'/tags/one/feed.rss','/m/MIA/feed.rss','/m/mia/feed.atom', '/feed.xml']) {
    const a = await app.visitor().get(p); console.error(a.status, a.headers, a.text)
  }
})
