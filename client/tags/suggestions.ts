/** What a field for tags offers while one types. */
import { say } from '../composer/words.ts'
import { AskedOnce } from '../lib/ask-once.ts'
import { Listbox } from '../lib/listbox.ts'
import { make } from '../lib/nodes.ts'
import { isSame, tidy } from './names.ts'

type Tag = {
  readonly slug: string
  readonly name: string
  readonly threadCount: number
  readonly synonyms: readonly { readonly name: string }[]
}

type Choice = { readonly name: string; readonly detail: string }

const MOST = 8

type Parts = {
  readonly input: HTMLInputElement
  /** Whether names that are no tags yet may be offered. */
  readonly mayCreate: boolean
  /** Names that are not offered any more. */
  chosen(): readonly string[]
  choose(name: string): void
}

/** The list under a field for tags. */
export function suggestionsFor({ input, mayCreate, chosen, choose }: Parts): Listbox<Choice> {
  const tags = new AskedOnce(ask)
  return new Listbox<Choice>({
    input,
    label: say('complete.label'),
    find: async () => {
      const text = tidy(input.value)
      return choices(text, await tags.answerTo(text), { mayCreate, chosen: chosen() })
    },
    row: ({ name, detail }) => [make('b', { class: 'tag' }, name), detail && make('span', { class: 'quiet' }, detail)],
    choose: ({ name }) => choose(name),
  })
}

type Offered = { readonly mayCreate: boolean; readonly chosen: readonly string[] }

function choices(text: string, tags: readonly Tag[], { mayCreate, chosen }: Offered): Choice[] {
  const offered = tags
    .filter(tag => !chosen.some(name => isSame(name, tag.name)))
    .map(({ name, threadCount }) => ({ name, detail: say('tags.threads', { count: threadCount }) }))
  const means = (tag: Tag): boolean => [tag, ...tag.synonyms].some(({ name }) => isSame(name, text))
  const isNew = text !== '' && !tags.some(means) && !chosen.some(name => isSame(name, text))
  return isNew && mayCreate ? [...offered, { name: text, detail: say('tags.new') }] : offered
}

async function ask(q: string): Promise<readonly Tag[]> {
  const answer = await fetch(`/api/v1/tags?${new URLSearchParams({ q, limit: String(MOST) })}`)
  if (!answer.ok) throw new Error(`tags: ${answer.status}`)
  const { items }: { items: Tag[] } = await answer.json()
  return items
}
