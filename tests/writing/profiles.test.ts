/** Profiles: what members show of themselves and to whom, what they wrote, and their card. */
import { eq } from 'drizzle-orm'
import t from 'tap'
import { members } from '../../db/tables/index.ts'
import { GROUP } from '../../server/core/actor.ts'
import * as memberService from '../../server/members/service.ts'
import { startApp } from '../support/app.ts'
import type { Client } from '../support/http.ts'
import { type Person, people } from '../support/people.ts'

type MemberJson = {
  name: string
  about?: string
  postCount?: number
  lastSeenAt?: string
  createdAt: string
  profileAudience?: string
}
type WrittenJson = {
  items: { excerpt: string; number: number; thread: { title: string } }[]
  nextCursor: string | null
}

const aboutOf = ({ name }: Person): string => `${name} mends boots in a shed by the water.`

t.test('profiles', async t => {
  const app = await startApp(t)
  const { make, database } = app
  const { db } = database
  const visitor = app.visitor()
  const [asAda, asMo, asMia] = await Promise.all([app.as(people.ada), app.as(people.mo), app.as(people.mia)])

  /** Somebody who has said something of themselves and written a little. */
  const writer = async (): Promise<Person> => {
    const person = await make.member()
    const ctx = await app.ctx(person)
    await memberService.updateProfile(ctx, { displayName: `Called ${person.name}`, about: aboutOf(person) })
    const thread = await make.thread({ by: person, title: `Begun by ${person.name}` })
    await make.post({ by: person, threadId: thread.id, body: `Said by ${person.name}` })
    await app.settled()
    return person
  }
  const read = async (client: Client, { name }: Person) =>
    (await client.api('GET', `/members/${name}`)).json<MemberJson>()
  /** Everywhere that a member is shown. */
  const surfaces = async (client: Client, { name }: Person): Promise<string> => {
    const paths = [
      `/m/${name}`,
      `/m/${name}/threads`,
      `/m/${name}/posts`,
      `/m/${name}/card`,
      `/api/v1/members/${name}`,
      `/api/v1/members/${name}/posts`,
      `/api/v1/members/${name}/threads`,
      '/api/v1/members?limit=100',
    ]
    const answers = await Promise.all(paths.map(path => client.get(path)))
    return answers.map(answer => answer.text).join('\n')
  }

  t.test('everyone reads what a member shows to everyone', async t => {
    const person = await writer()
    for (const client of [visitor, asMia, asMo]) {
      t.match(await read(client, person), { about: aboutOf(person), postCount: 2, lastSeenAt: String })
      const page = await client.get(`/m/${person.name}`)
      t.equal(page.status, 200)
      t.match(page.seen('main'), aboutOf(person))
      t.match(page.seen('.written'), `Said by ${person.name}`)
      t.match(page.seen('.ledger'), `Begun by ${person.name}`)
      t.equal(page.page.querySelector('meta[name=robots]'), null)
    }
    const posts = (await visitor.api('GET', `/members/${person.name}/posts`)).json<WrittenJson>()
    t.match(posts.items, [
      { number: 2, excerpt: `Said by ${person.name}`, thread: { title: `Begun by ${person.name}` } },
      { number: 1 },
    ])
    t.match((await visitor.api('GET', `/members/${person.name}/threads`)).json(), {
      items: [{ title: `Begun by ${person.name}` }],
    })
  })

  t.test('who may read about them is their choice, and holds everywhere', async t => {
    for (const audience of ['members', 'nobody'] as const) {
      const person = await writer()
      const own = await app.as(person)
      const saved = await (await own.get('/settings/privacy')).submit('/settings/privacy', {
        profileAudience: audience,
        profileIndexed: [],
      })
      t.equal(saved.location, '/settings/privacy?notice=saved')
      const cases: readonly (readonly [Client, boolean, string])[] = [
        [visitor, false, 'a visitor'],
        [asMia, audience === 'members', 'a member'],
        [own, true, 'themselves'],
        [asMo, true, 'a moderator'],
        [asAda, true, 'an administrator'],
      ]
      for (const [client, sees, who] of cases) {
        t.equal((await surfaces(client, person)).includes(aboutOf(person)), sees, `${audience}, ${who}`)
        t.equal((await read(client, person)).about, sees ? aboutOf(person) : undefined)
        const page = await client.get(`/m/${person.name}`)
        t.equal(page.page.querySelector('meta[name=robots]')?.getAttribute('content'), 'noindex')
        t.notOk(
          page.page.querySelector('meta[name=description]')?.getAttribute('content')?.includes(aboutOf(person)) &&
            !sees,
        )
      }
      t.equal((await read(visitor, person)).postCount, 2, 'the other choice is another')
    }
  })

  t.test('so is who sees what they wrote in one list', async t => {
    for (const audience of ['members', 'nobody'] as const) {
      const person = await writer()
      const own = await app.as(person)
      t.equal((await own.api('PATCH', '/members/me', { activityAudience: audience })).status, 200)
      const [said, begun] = [`Said by ${person.name}`, `Begun by ${person.name}`]
      const cases: readonly (readonly [Client, boolean, number])[] = [
        [visitor, false, 401],
        [asMia, audience === 'members', 403],
        [own, true, 200],
        [asMo, true, 200],
      ]
      for (const [client, sees, refused] of cases) {
        const all = await surfaces(client, person)
        t.equal(all.includes(said), sees)
        t.equal(all.includes(begun), sees)
        const member = await read(client, person)
        t.equal(member.postCount, sees ? 2 : undefined)
        t.equal(member.lastSeenAt !== undefined, sees)
        t.equal(member.about, aboutOf(person))
        for (const part of ['posts', 'threads']) {
          const answer = await client.api('GET', `/members/${person.name}/${part}`)
          t.equal(answer.status, sees ? 200 : refused)
          const page = await client.get(`/m/${person.name}/${part}`)
          t.equal(page.status, sees ? 200 : refused === 401 ? 303 : 403)
        }
        t.equal((await client.get(`/m/${person.name}`)).page.querySelector('main nav.tabs') !== null, sees)
      }
    }
  })

  t.test('a list of what somebody wrote shows only what its reader could read there', async t => {
    const place = await make.category()
    const rights = { see: [GROUP.staff], reply: [GROUP.staff], create: [GROUP.staff], moderate: [] }
    const closed = await make.category({ rights })
    const open = await make.thread({ by: people.mo, categoryId: place.id, title: 'In the open' })
    const secret = await make.thread({ by: people.mo, categoryId: closed.id, title: 'Behind a door', body: 'Hush' })
    const gone = await make.post({ by: people.mo, threadId: open.id, body: 'Taken back' })
    await asMo.api('DELETE', `/posts/${gone.id}`)
    await app.settled()
    for (const client of [visitor, asMia]) {
      const all = await surfaces(client, people.mo)
      t.ok(all.includes('In the open'))
      for (const word of [secret.title, 'Hush', closed.name, 'Taken back']) t.notOk(all.includes(word), word)
    }
    t.ok((await surfaces(asAda, people.mo)).includes('Hush'))
  })

  t.test('the list goes on by its cursor, without a gap or a double', async t => {
    const person = await make.member()
    const thread = await make.thread()
    for (let index = 0; index < 7; index++)
      await make.post({ by: person, threadId: thread.id, body: `Number ${index}` })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor ? `?limit=3&cursor=${cursor}` : '?limit=3'
      const page: WrittenJson = (await visitor.api('GET', `/members/${person.name}/posts${query}`)).json()
      seen.push(...page.items.map(one => one.excerpt))
      if (cursor === '') await make.post({ by: person, threadId: thread.id, body: 'Written meanwhile' })
      cursor = page.nextCursor
    }
    t.strictSame(
      seen,
      [6, 5, 4, 3, 2, 1, 0].map(index => `Number ${index}`),
    )
    t.equal((await visitor.api('GET', `/members/${person.name}/posts?cursor=nonsense`)).status, 422)
  })

  t.test('members change what is theirs, whole or not at all, and nothing else', async t => {
    const person = await make.member()
    const own = await app.as(person)
    const change = (body: unknown) => own.api('PATCH', '/members/me', body)
    const answer = await change({
      displayName: 'Zed',
      about: 'Hello',
      profileAudience: 'members',
      profileIndexed: false,
      locale: 'fr',
      theme: 'dark',
    })
    t.match(answer.json(), { displayName: 'Zed', about: 'Hello', profileAudience: 'members', profileIndexed: false })
    const before = await db.select().from(members).where(eq(members.id, person.id))
    const cases: readonly unknown[] = [
      { trustLevel: 4 },
      { about: 'New', email: 'other@people.example' },
      { about: 'New', suspendedUntil: null },
      { about: 'New', displayName: 'Turned\u202earound' },
      { about: 'x'.repeat(1001), theme: 'light' },
      { profileAudience: 'friends' },
      { theme: 'dark', groups: ['administrators'] },
    ]
    for (const body of cases) t.equal((await change(body)).status, 422, JSON.stringify(body))
    t.strictSame(await db.select().from(members).where(eq(members.id, person.id)), before)
    t.equal((await change({})).status, 200, 'nothing is a change too')
    t.equal((await visitor.api('PATCH', '/members/me', { about: 'x' })).status, 401)
    t.equal((await own.post('/settings/privacy', { profileAudience: 'all', activityAudience: 'nobody' })).status, 422)
  })

  t.test('whose choices are whose business: only members themselves and administrators read them', async t => {
    const person = await writer()
    t.equal((await read(visitor, person)).profileAudience, undefined)
    t.equal((await read(asMia, person)).profileAudience, undefined)
    t.equal((await read(asMo, person)).profileAudience, undefined)
    t.equal((await read(asAda, person)).profileAudience, 'everyone')
    t.equal((await read(await app.as(person), person)).profileAudience, 'everyone')
  })

  t.test('whoever is suspended says nothing of themselves meanwhile', async t => {
    const person = await writer()
    const suspendedUntil = new Date(Date.now() + 3_600_000)
    await db.update(members).set({ suspendedUntil }).where(eq(members.id, person.id))
    t.equal((await read(visitor, person)).about, undefined)
    t.equal((await read(asMia, person)).about, undefined)
    t.equal((await read(asMo, person)).about, aboutOf(person))
    const page = await visitor.get(`/m/${person.name}`)
    t.equal(page.page.querySelector('meta[name=robots]')?.getAttribute('content'), 'noindex')
  })

  t.test('a card is a small document with a member at a glance', async t => {
    const person = await make.member()
    const ctx = await app.ctx(person)
    await memberService.updateProfile(ctx, { displayName: '<b>Bold</b>', about: 'One line\nand another <script>' })
    const card = await visitor.get(`/m/${person.name}/card`)
    t.equal(card.status, 200)
    t.equal(card.page.querySelectorAll('article').length, 1)
    t.match(card.seen('article'), /<b>Bold<\/b>.*One line/)
    t.notMatch(card.text, /another/)
    t.equal(card.page.querySelector('b'), null)
    t.equal(card.page.querySelector('article a')?.getAttribute('href'), `/m/${person.name}`)
    t.equal((await visitor.get('/m/nobody-of-this-name/card')).status, 404)
  })
})
