/** Full text in PostgreSQL keeps the contract of engines, and promises more. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { VISITOR } from '../../server/core/actor.ts'
import { editThread } from '../../server/posts/thread-edit.ts'
import { postgresEngine } from '../../server/search/postgres.ts'
import { startApp } from '../support/app.ts'
import { people } from '../support/people.ts'
import { engineContract, type Open, sorted, stageOf } from './engine-contract.ts'

const open: Open = async t => ({ app: await startApp(t), engine: postgresEngine })

t.test('full text in PostgreSQL', t => engineContract(t, open))

t.test('what only PostgreSQL promises', async t => {
  const stage = await stageOf(t, open)
  const { app, make, square, thread, reply, find, names } = stage

  t.test('a word is found in any of its forms', async t => {
    t.strictSame(await names({ words: ['run', 'bearing'] }), ['en'])
    t.strictSame(
      sorted(await names({ words: ['bearing'] })),
      ['en', 'short'],
      'in a text too short for its language to show',
    )
    t.strictSame(await names({ words: ['régler', 'machine'] }), ['fr'])
    t.strictSame(await names({ words: ['génial'] }), ['fr'])
    t.strictSame(await names({ words: ['restarted'] }), ['en'])
    t.strictSame(await names({ words: ['run'], phrases: ['both bearings'] }), ['en'])
    t.strictSame(await names({ words: ['bearings'], without: ['lathe'] }), ['short'])
  })

  t.test('a word is found however it is written', async t => {
    await thread('plane', 'Tool rests', 'The MK-7 needs sandpaper and a jack-plane; both knives and the tuyaux are old')
    await thread('mill', 'Windmills', 'A drawknife, the MK7 and a smallSaw')
    await app.settled()
    for (const words of [['knife'], ['tuyau'], ['sand', 'paper'], ['jackplane'], ['jack', 'planes'], ['toolrest']])
      t.strictSame(await names({ words }), ['plane'], words.join(' '))
    for (const words of [['wind', 'mill'], ['draw-knife'], ['small', 'saws'], ['wind', 'mi']])
      t.strictSame(await names({ words, begun: true }), ['mill'], words.join(' '))
    for (const words of [['mk7'], ['mk-7'], ['mk', '7']])
      t.strictSame(sorted(await names({ words })), ['mill', 'plane'], words.join(' '))
    t.strictSame([...(await find({ words: ['jackplane'] })).meant], [['jackplane', 'jack plane']])
    t.strictSame((await find({ words: ['bothplane'] })).total, 0, 'of two words, both next to each other')
  })

  t.test('of those with all that was asked, the one that says it as it was asked is first', async t => {
    await thread('asked', 'Why does my chisel get dull', 'It is dull')
    await thread('dull', 'That one chisel can get dull', 'It is dull')
    await app.settled()
    t.strictSame(await names({ words: ['why', 'does', 'my', 'chisel', 'get', 'dull'] }), ['asked', 'dull'])
  })

  t.test('words that nobody says any more are forgotten, and no others', async t => {
    const post = await thread('gone', 'An aeolipile', 'Its bearings are worn')
    await app.settled()
    const system = await app.ctx()
    const known = async () => {
      const rows = await system.db.execute<{ word: string }>(
        sql`select word from search_words where word in ('aeolipile', 'bearings') order by word`,
      )
      return rows.map(({ word }) => word)
    }
    t.strictSame(await known(), ['aeolipile', 'bearings'])
    await postgresEngine.drop(system, [post.postId])
    await postgresEngine.tidy(system)
    t.strictSame(await known(), ['bearings'])
  })

  t.test('what was taken for a slip is said', async t => {
    await thread('typo', 'Microphones', 'The amplifier hums; my friend replaced a capacitor, and the label of a cable')
    await app.settled()
    const meant = async (...words: string[]) => Object.fromEntries((await find({ words })).meant)
    t.strictSame(await meant('amplifer'), { amplifer: 'amplifier' })
    t.strictSame(await meant('cabel'), { cabel: 'cable' }, 'of two that are one slip away, what begins alike')
    t.strictSame(await meant('freind', 'hums'), { freind: 'friend' })
    const { meant: elsewhere, total } = await find({ words: ['amplifer'], authorIds: [people.noor.id] })
    t.strictSame([...elsewhere, total], [0], 'nobody is told of a word that does not help where they look')
    t.strictSame(await meant('cappacitors', 'replased'), { cappacitors: 'capacitor', replased: 'replaced' })
  })

  t.test('no word is offered that only others can read', async t => {
    const club = await make.group()
    const insider = await make.member({ groups: [club.slug] })
    const closed = await make.category({ rights: { see: [club.id], reply: [club.id], create: [club.id] } })
    const secret = await thread('secret', 'Quixotic', 'The password is xylophone', {
      by: insider,
      categoryId: closed.id,
    })
    // "Marbling" has the stem "marbl", which is a word of the closed category alone.
    await thread('paper', 'Paper', 'Marbling takes patience')
    await reply('stem', secret.id, 'They call it marbl', insider)
    await app.settled()
    for (const [typed, word] of [
      ['xylofone', 'xylophone'],
      ['mrabl', 'marbl'],
    ] as const) {
      for (const who of [people.mia, VISITOR]) t.strictSame([...(await find({ words: [typed], who })).meant], [])
      t.strictSame([...(await find({ words: [typed], who: insider })).meant], [[typed, word]])
    }

    t.test('what a move brings into sight is there at once', async t => {
      await editThread(await app.ctx(people.ada), { id: secret.id, categoryId: square.id })
      t.strictSame(await names({ words: ['xylophone'], who: VISITOR }), ['secret'])
    })
  })
})
