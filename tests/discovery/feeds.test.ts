import t from 'tap'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
t.test('x', async t => {
  const app = await startApp(t)
  const thread = await app.make.thread({ by: people.mia, title: 'A ]]> <b> & c', body: 'Hello [x](/t/1) ]]> & <b> </script>' , tags:['one']})
  await app.make.post({threadId: thread.id, body: 'see [^1]\n\n[^1]: note'})
  await app.settled()
  for (const p of ['/',`/t/${thread.id}/${thread.slug}`,'/tags/one','/m/mia','/c/category-1']) {
    const a = await app.visitor().get(p); console.error(p, a.status, a.text.match(/<head>[\s\S]*<\/head>/)?.[0])
  }
  for (const p of ['/sitemap.xml','/sitemap/places.xml','/sitemap/threads-0.xml','/sitemap/members-0.xml','/robots.txt','/sitemap/threads-1.xml', '/sitemap/x.xml']) {
    const a = await app.visitor().get(p); console.error(p, a.status, a.headers['last-modified'], a.headers.etag, a.text.slice(0,1500))
  }
})
