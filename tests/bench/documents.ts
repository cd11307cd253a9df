/** Documents of a forum as Discourse's API gives them, with words of ours, to be imported. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fill, oneOfThese } from '../../server/seed/larder.ts'
import { nameOf } from '../../server/seed/people.ts'
import { en } from '../../server/seed/words/en.ts'
import { random } from '../../server/site/random.ts'
import { post, topic } from '../import/invented.ts'

const POSTS_EACH = 20
const MEMBERS = 500

/** Writes so many posts, twenty to a topic. */
export function writeDocuments(folder: string, posts: number): void {
  const topics = join(folder, 'topics')
  mkdirSync(topics)
  const category = { id: 4, name: 'Workbench', slug: 'workbench', description_text: 'Wood, mostly' }
  writeFileSync(join(folder, 'categories.json'), JSON.stringify({ category_list: { categories: [category] } }))
  for (let id = 1; id <= posts / POSTS_EACH; id++) {
    const roll = random(`topic ${id}`)
    const written = Array.from({ length: POSTS_EACH }, (_, nth) => postOf(id, nth + 1, roll))
    const title = fill(oneOfThese(en.titles, roll), en, roll)
    writeFileSync(join(topics, `${id}.json`), JSON.stringify(topic({ id, title, posts: written })))
  }
}

function postOf(id: number, number: number, roll: () => number) {
  const member = nameOf(Math.floor(MEMBERS * roll() ** 2))
  const sentence = () => fill(oneOfThese(en.sentences, roll), en, roll)
  const paragraph = () => `<p>${sentence()} ${sentence()} <em>${sentence()}</em></p>`
  const quote = `<aside class="quote" data-username="${member}" data-post="1" data-topic="${id}"><div class="title">${member}:</div><blockquote>${paragraph()}</blockquote></aside>`
  const list = `<ul><li>${sentence()}</li><li>${sentence()}</li></ul>`
  const code = '<pre><code class="lang-js">const litres = km =&gt; Math.ceil(km / 7)</code></pre>'
  const more = number > 1 && roll() < 0.2 ? quote : roll() < 0.1 ? list : roll() < 0.1 ? code : ''
  return post({
    topic: id,
    number,
    username: member,
    name: '',
    reply_to_post_number: number > 2 && roll() < 0.3 ? number - 1 : null,
    cooked: more + paragraph() + (roll() < 0.5 ? paragraph() : ''),
    actions_summary: roll() < 0.3 ? [{ id: 2, count: 2 }] : [],
  })
}
