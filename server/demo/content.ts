/** All that the demo says: read from its files when it is asked for, never by a server that runs without it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentError } from './blocks.ts'
import { type BotLine, linesOf } from './lines.ts'
import { type Began, MINUTE_MS, momentOf } from './moments.ts'
import { type Character, peopleOf } from './people.ts'
import { type Act, type Story, storyOf } from './story.ts'
import { CATEGORIES, GROUPS, TAGS } from './world.ts'

/** Beside this file, and beside the bundle in a build (server/build.mjs). */
const FOLDER = join(import.meta.dirname, 'content')

export type Content = {
  readonly people: readonly Character[]
  readonly stories: readonly Story[]
  readonly lines: readonly BotLine[]
}

const THREAD_LINK = /\[\[([a-z0-9-]*)(?:#(\d+))?\]\]/g
const PICTURE = /\]\(picture:([a-z0-9-]+)\)/g

/**
 * Reads and checks everything.
 * @param more folders of threads that plugins bring
 * @throws ContentError naming file and line, or what does not fit together
 */
export async function readContent(folder = FOLDER, more: readonly string[] = []): Promise<Content> {
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  const stories = (await Promise.all([join(folder, 'threads'), ...more].map(storiesIn))).flat()
  const content = {
    people: peopleOf('people', await read('people.md')),
    stories,
    lines: linesOf('bot', await read('bot.md')),
  }
  const problems = problemsIn(content)
  if (problems.length > 0) throw new ContentError('The texts of the demo do not fit together', problems)
  return content
}

async function storiesIn(folder: string): Promise<Story[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.md')).sort()
  return Promise.all(
    names.map(async name => storyOf(name.replace(/\.md$/, ''), await readFile(join(folder, name), 'utf8'))),
  )
}

/** The drawing of a picture that a text names. */
export const readPicture = (name: string, folder = FOLDER): Promise<Buffer> =>
  readFile(join(folder, 'pictures', `${name}.svg`))

/** Names of the pictures that a text shows. */
export const picturesIn = (body: string): string[] => [...body.matchAll(PICTURE)].map(([, name = '']) => name)

/** Puts addresses in the place of `[[a-thread#3]]`, `[[#3]]` (in the same thread) and `picture:…`. */
export function withAddresses(
  body: string,
  { thread, picture }: { thread(slug: string, number: number | null): string; picture(name: string): string },
): string {
  return body
    .replace(THREAD_LINK, (_all, slug: string, number?: string) => thread(slug, number ? Number(number) : null))
    .replace(PICTURE, (_all, name: string) => `](${picture(name)})`)
}

/** Links of a text to threads that are not there, or not yet: nobody links to what has not been written. */
function deadLinks(act: Act, began: Began, stories: ReadonlyMap<string, Story>): string[] {
  if (!('body' in act)) return []
  const now = new Date(0)
  const written = momentOf(began, now).getTime() + act.after * MINUTE_MS
  return [...act.body.matchAll(THREAD_LINK)].flatMap(([link, to = '']) => {
    if (to === '') return []
    const target = stories.get(to)
    if (!target) return [`${link} leads nowhere`]
    return momentOf(target.began, now).getTime() < written ? [] : [`${link} leads to what is written later`]
  })
}

/** What no file can know by itself. */
function problemsIn({ people, stories, lines }: Content): string[] {
  const names = new Set(people.map(({ name }) => name))
  const slugs = new Map(stories.map(story => [story.slug, story]))
  const categories = new Set(CATEGORIES.map(({ slug }) => slug))
  const tags = new Set(TAGS.flatMap(({ name, synonyms = [] }) => [name, ...synonyms]))
  const groups = new Set<string>(GROUPS.map(({ slug }) => slug))
  const ofStories = stories.flatMap(({ slug, ...story }) => [
    ...(categories.has(story.category) ? [] : [`${slug}: there is no category ${story.category}`]),
    ...story.tags.flatMap(tag => (tags.has(tag) ? [] : [`${slug}: there is no tag ${tag}`])),
    ...story.acts.flatMap(({ by }) => (names.has(by) ? [] : [`${slug}: nobody is called ${by}`])),
    ...story.acts.flatMap(act => deadLinks(act, story.began, slugs).map(problem => `${slug}: ${problem}`)),
  ])
  return [
    ...ofStories,
    ...people.flatMap(({ name, groups: own }) =>
      own.flatMap(slug => (groups.has(slug) ? [] : [`people: ${name} is in no group ${slug}`])),
    ),
    ...lines.flatMap(line => {
      if (line.does === 'thread') return categories.has(line.category) ? [] : [`bot: there is no ${line.category}`]
      return line.fits === null || slugs.has(line.fits) ? [] : [`bot: there is no thread ${line.fits}`]
    }),
  ]
}
