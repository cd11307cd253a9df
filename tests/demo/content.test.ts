import t from 'tap'
import { readContent, withAddresses } from '../../server/demo/content.ts'
import { linesOf } from '../../server/demo/lines.ts'
import { beganOf, minutesOf, momentOf, room } from '../../server/demo/moments.ts'
import { peopleOf } from '../../server/demo/people.ts'
import { storyOf } from '../../server/demo/story.ts'
import { GROUPS, SIGN_INS } from '../../server/demo/world.ts'

const THREAD = `title: A thread
category: kettle
tags: cables, power
began: 3d 10:00

@@ mia | heart 3 smile
First.

@@ theo, +2h, replies 1
Second.

With two paragraphs.

@@ mia edits 1, +20m: a slip
First, but better.

@@ mo deletes 2, +1d: Off the mark
`

t.test('a thread is read with everything that happens in it', async t => {
  const story = storyOf('a-thread', THREAD)
  t.match(story, { title: 'A thread', tags: ['cables', 'power'], speaks: 'en', pinned: false, views: null })
  t.strictSame(story.acts, [
    {
      by: 'mia',
      after: 0,
      does: 'posts',
      number: 1,
      replyTo: null,
      body: 'First.',
      reactions: [
        { key: 'heart', count: 3 },
        { key: 'smile', count: 1 },
      ],
    },
    {
      by: 'theo',
      after: 120,
      does: 'posts',
      number: 2,
      replyTo: 1,
      body: 'Second.\n\nWith two paragraphs.',
      reactions: null,
    },
    { by: 'mia', after: 140, does: 'edits', number: 1, reason: 'a slip', body: 'First, but better.' },
    { by: 'mo', after: 1580, does: 'deletes', number: 2, reason: 'Off the mark' },
  ])
})

const WRONG: readonly (readonly [what: string, change: (thread: string) => string, says: RegExp])[] = [
  ['a field that nobody reads', text => `colour: red\n${text}`, /a-thread:1 "colour" is none of/],
  ['a field said twice', text => `title: Again\n${text}`, /a-thread:2 says "title" a second time/],
  ['a line that is no field', text => `Hello\n${text}`, /a-thread:1 is no field/],
  ['no title', text => text.replace(/^title.*\n/, ''), /has no "title: …"/],
  ['another language', text => `speaks: it\n${text}`, /a-thread:1 must be en or fr/],
  ['no beginning that is a time', text => text.replace('3d 10:00', 'yesterday'), /a-thread:4 must be a day and time/],
  ['a post that says no time', text => text.replace(', +2h', ''), /a-thread:9 says no time/],
  ['a post without words', text => text.replace('First.\n', ''), /a-thread:6 says nothing/],
  ['a reply to what is not there', text => text.replace('replies 1', 'replies 2'), /a-thread:9 replies to a post/],
  ['an unknown reaction', text => text.replace('smile', 'shrug'), /a-thread:6 "shrug" is no reaction/],
  ['something about what is not there', text => text.replace('edits 1', 'edits 9'), /a-thread:14 is about a post/],
  ['what would happen tomorrow', text => text.replace('+1d', '+4d'), /a-thread:17 would happen after the set-up/],
  ['something that nobody can do', text => text.replace('edits 1', 'paints 1'), /a-thread:14 is no line such as/],
  ['words after what has none', text => `${text}And more.\n`, /a-thread:17 is followed by a text/],
  ['an edit before any post', text => text.replace('@@ mia | heart 3 smile\nFirst.\n', ''), /replies to a post/],
]

t.test('what cannot be read is refused with file and line', async t => {
  for (const [what, change, says] of WRONG) t.throws(() => storyOf('a-thread', change(THREAD)), { message: says }, what)
  t.throws(() => storyOf('a-thread', 'title: A\ncategory: b\nbegan: 2d 10:00\n'), { message: /begins? with a post/ })
})

t.test('people and the lines of the bot are read, and refused, the same way', async t => {
  t.match(peopleOf('people', '@@ mia\nname: Mia M.\nspeaks: fr\nsuspended: 3\n\nHello.\n\nTwo.')[0], {
    name: 'mia',
    displayName: 'Mia M.',
    speaks: 'fr',
    trust: 1,
    suspendedDays: 3,
    about: 'Hello.\n\nTwo.',
  })
  t.throws(() => peopleOf('people', '@@ mia\n\n@@ mia\n'), { message: /people:3 is here a second time/ })
  t.throws(() => peopleOf('people', '@@ Mia!\n'), { message: /people:1 is no name/ })
  t.strictSame(linesOf('bot', '@@ reply fr, in a-thread\nOui.\n\n@@ thread en, kettle: What now?\nTea.'), [
    { does: 'reply', speaks: 'fr', fits: 'a-thread', body: 'Oui.' },
    { does: 'thread', speaks: 'en', category: 'kettle', title: 'What now?', body: 'Tea.' },
  ])
  t.throws(() => linesOf('bot', '@@ shout en\nHey'), { message: /bot:1 is no line/ })
  t.throws(() => linesOf('bot', '@@ reply en\n'), { message: /bot:1 says nothing/ })
})

t.test('times are told from the day of the set-up', async t => {
  t.equal(minutesOf('1d2h3m'), 1563)
  t.equal(minutesOf('2 h'), null)
  t.equal(minutesOf(''), null)
  const now = new Date('2026-03-10T15:30:00Z')
  const days = beganOf('3d 21:40')
  const hours = beganOf('5h')
  t.ok(days && hours)
  if (!days || !hours) return
  t.equal(momentOf(days, now).toISOString(), '2026-03-07T21:40:00.000Z')
  t.equal(momentOf(hours, now).toISOString(), '2026-03-10T10:30:00.000Z')
  t.equal(room(days), 3 * 1440 - 1300, 'until midnight before the set-up, whatever its time')
  t.equal(room(hours), 300)
  for (const wrong of ['0d 10:00', '3d 25:00', 'later']) t.equal(beganOf(wrong), null)
})

t.test('addresses take the place of names of threads and pictures', async t => {
  const text = withAddresses('[[one]] [[two#3]] [[#4]] ![A bird](picture:bird)', {
    thread: (slug, number) => `<${slug || 'here'} ${number}>`,
    picture: name => `/${name}.png`,
  })
  t.equal(text, '<one null> <two 3> <here 4> ![A bird](/bird.png)')
})

t.test('the texts of the demo fit together, in two languages, and nobody repeats anybody', async t => {
  const { people, stories, lines } = await readContent()
  t.ok(people.length >= 60, `${people.length} people`)
  t.ok(stories.length >= 120, `${stories.length} threads`)
  const french = stories.filter(({ speaks }) => speaks === 'fr').length
  t.ok(french > stories.length / 3 && french < stories.length / 2, `${french} of them in French`)
  t.ok(lines.length >= 80, `${lines.length} lines for the bot`)
  const bodies = [
    ...stories.flatMap(({ acts }) => acts.flatMap(act => (act.does === 'posts' ? act.body : []))),
    ...lines.map(({ body }) => body),
  ]
  t.strictSame(
    bodies.filter((body, place) => bodies.indexOf(body) !== place),
    [],
  )
  const called = new Set<string>([...people.map(({ name }) => name), ...GROUPS.map(({ slug }) => slug)])
  const unknown = bodies
    .flatMap(body => [...body.matchAll(/(?<![\w/`])@([\w-]+)/g)].map(([, name = '']) => name))
    .filter(name => !called.has(name))
  t.strictSame(unknown, [], 'whoever is called is there')
  for (const name of SIGN_INS) t.ok(called.has(name))
  const longest = Math.max(...stories.map(({ acts }) => acts.filter(({ does }) => does === 'posts').length))
  t.ok(longest >= 60, `a thread of ${longest} posts`)
  for (const story of stories)
    for (const act of story.acts)
      if ('body' in act) t.notMatch(act.body, /!\[\]\(picture:/, `${story.slug}: every picture says what it shows`)
})
