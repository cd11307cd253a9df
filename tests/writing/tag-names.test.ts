/** Names of tags: which are alike, which are none, and how a line of them is read. */
import t from 'tap'
import { normaliseTag, problemWithTag, slugOfTag, splitTags } from '../../server/tags/names.ts'

t.test('names of tags', async t => {
  t.test('one spelling stands for what is meant alike', async t => {
    const alike = [
      ['wax', 'WAX', ' #wax ', 'ＷＡＸ'],
      ['café', 'cafe', 'CAFÉ', 'cafe\u0301'],
      ['long-read', 'long read', 'Long_Read', 'long – read', '#long--read-'],
      ['日本語', '＃日本語'],
      ['हिन्दी'],
    ]
    for (const spellings of alike) {
      const made = new Set(spellings.map(one => slugOfTag(normaliseTag(one))))
      t.equal(made.size, 1, spellings.join(' '))
    }
    t.equal(slugOfTag('日本2024'), '日本2024', 'letters without a Latin form are kept')
    t.equal(slugOfTag('JavaScript'), 'javascript')
  })

  t.test('what is no word is no tag', async t => {
    const fine = ['wax', 'Gore-Tex', '日本', 'हिन्दी', 'école', '2024', 'x'.repeat(30)]
    const wrong = [
      '',
      'a',
      'x'.repeat(31),
      'C++',
      'a<b>',
      'two\u202ewords',
      'pаypal',
      `a${'\u0336'.repeat(4)}b`,
      '../x',
      '💡💡',
    ]
    for (const name of fine) t.equal(problemWithTag(normaliseTag(name)), null, name)
    for (const name of wrong) t.not(problemWithTag(normaliseTag(name)), null, name)
  })

  t.test('a line of text is cut at its commas', async t => {
    t.strictSame(splitTags('wax, long read,,  #boots ;  '), ['wax', 'long read', '#boots'])
    t.strictSame(splitTags(undefined), [])
  })
})
