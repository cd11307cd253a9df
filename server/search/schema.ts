import { Type } from 'typebox'
import { Id, PersonJson, Timestamp } from '../core/http/schemas.ts'
import { TagRefJson } from '../tags/schema.ts'
import { MOST_COUNTED, SORTS } from './engine.ts'
import { OPERATORS } from './values.ts'

export const QUERY_LENGTH = 500
/** Of a saved search. */
export const NAME_LENGTH = 80
/** Results on a page. */
export const PER_PAGE = 20

const Text = (maxLength: number, description?: string) =>
  Type.Optional(Type.String({ maxLength, ...(description && { description }) }))

/** What a form leaves empty comes along empty. */
const FORM = {
  q: Text(QUERY_LENGTH),
  in: Text(200),
  by: Text(60),
  tag: Text(400),
  kind: Text(100),
  thread: Text(15),
  from: Text(40),
  before: Text(40),
  unread: Type.Optional(Type.Enum(['', 'yes', 'no'])),
  sort: Type.Optional(Type.Enum(['', ...SORTS])),
  per: Type.Optional(Type.Enum(['', 'thread', 'post'])),
}

/** The addresses of the page. */
export const PageQuery = Type.Object({
  ...FORM,
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_COUNTED / PER_PAGE })),
  notice: Type.Optional(Type.Enum(['saved', 'renamed', 'removed'])),
})

const SavedName = Type.String({ minLength: 1, maxLength: NAME_LENGTH, pattern: '\\S' })

export const SaveForm = Type.Object({ ...FORM, name: SavedName }, { additionalProperties: false })

export const RenameInput = Type.Object({ name: SavedName }, { additionalProperties: false })

const Day = (description: string) =>
  Type.Optional(Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description }))

const ASKED = {
  q: Text(
    QUERY_LENGTH,
    'Words, "phrases", -without, and operators as people type them: in: by: tag: is: after: before:',
  ),
  in: Text(200, 'The slug of a category; those in it are searched too'),
  by: Text(60, 'The name of a member, or `me`'),
  tag: Text(400, 'Names of tags with commas between them: all of them'),
  kind: Text(100, 'A kind of threads, perhaps with one of its states: `question`, `question:answered`'),
  thread: Type.Optional(Id),
  from: Day('Written on this day or later, in UTC'),
  before: Day('Written before this day, in UTC'),
  unread: Type.Optional(Type.Enum(['yes', 'no'], { description: 'Threads with something new to you, or without' })),
  sort: Type.Optional(Type.Enum([...SORTS], { description: '`best` where there are words, else `newest`' })),
  per: Type.Optional(
    Type.Enum(['thread', 'post'], { description: 'One result for each thread, its best post; or each post' }),
  ),
}

export const SearchQuery = Type.Object(
  {
    ...ASKED,
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_COUNTED, default: 1 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 30 })),
  },
  { additionalProperties: false },
)

export const FacetsQuery = Type.Object(ASKED, { additionalProperties: false })

const PartsJson = Type.Array(Type.Object({ text: Type.String(), marked: Type.Boolean() }, { $id: 'SearchPart' }), {
  description: 'Plain text in order, cut where what was looked for begins and ends',
})

const ResultJson = Type.Object(
  {
    postId: Id,
    number: Type.Integer({ description: 'In its thread; 1 is the opening post' }),
    threadId: Id,
    threadTitle: Type.String(),
    categoryId: Id,
    kind: Type.String(),
    status: Type.String(),
    replyCount: Type.Integer(),
    author: PersonJson,
    createdAt: Timestamp,
    title: PartsJson,
    snippet: PartsJson,
    url: Type.String(),
  },
  { $id: 'SearchResult' },
)

export const ResultsJson = Type.Object(
  {
    items: Type.Array(ResultJson),
    total: Type.Integer({
      description: `Counted up to ${MOST_COUNTED}: there may be more then, but no page shows them`,
    }),
    nextPage: Type.Union([Type.Integer(), Type.Null()], { description: 'Null on the last' }),
    meant: Type.Array(Type.Object({ typed: Type.String(), meant: Type.String() }), {
      description: 'Words that were nowhere, and what was looked for instead',
    }),
    unknown: Type.Array(Type.String(), {
      description: 'Which of the parameters mean nothing to you; then nothing is found',
    }),
  },
  { $id: 'SearchResults' },
)

export const SuggestionsQuery = Type.Object(
  { q: Type.String({ maxLength: QUERY_LENGTH, description: 'What is being typed' }) },
  { additionalProperties: false },
)

const CATEGORY = { id: Id, slug: Type.String(), name: Type.String(), url: Type.String() }

const FoundJson = Type.Object(
  {
    name: Type.String({ description: 'The plugin and the sort of things: `shelf.books`' }),
    label: Type.String({ description: 'What people call them, in your language' }),
    icon: Type.String({ description: 'A drawing of the site' }),
    items: Type.Array(
      Type.Object({
        title: PartsJson,
        detail: Type.Union([Type.String(), Type.Null()]),
        url: Type.String(),
      }),
    ),
  },
  { $id: 'SearchFound' },
)

export const SuggestionsJson = Type.Object(
  {
    threads: Type.Array(ResultJson),
    members: Type.Array(PersonJson),
    categories: Type.Array(Type.Object(CATEGORY)),
    tags: Type.Array(TagRefJson),
    found: Type.Array(FoundJson, { description: 'What plugins bring, in groups that have something' }),
  },
  { $id: 'SearchSuggestions' },
)

export const CompletionsQuery = Type.Object(
  {
    operator: Type.Enum([...OPERATORS]),
    q: Type.Optional(Type.String({ maxLength: 60, description: 'What has been typed after the colon' })),
  },
  { additionalProperties: false },
)

export const CompletionsJson = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        value: Type.String({ description: 'What is typed after the colon' }),
        label: Type.String({ description: 'What people call it' }),
      }),
    ),
  },
  { $id: 'SearchCompletions' },
)

const Count = Type.Integer()

export const FacetsJson = Type.Object(
  {
    total: Type.Integer({ description: 'Threads, or posts with `per=post`, as are all counts' }),
    capped: Type.Boolean({
      description: `Only ${MOST_COUNTED} posts were counted, the newest or the oldest as they are sorted: of everything there may be more`,
    }),
    categories: Type.Array(Type.Object({ ...CATEGORY, count: Count }), {
      description: 'With all that is in those under them; most first',
    }),
    authors: Type.Array(Type.Object({ ...PersonJson.properties, count: Count })),
    tags: Type.Array(Type.Object({ ...TagRefJson.properties, count: Count })),
    kinds: Type.Array(Type.Object({ kind: Type.String(), status: Type.String(), count: Count })),
    periods: Type.Array(
      Type.Object({
        name: Type.String({ description: '`day`, `week`, `month` or `year`' }),
        from: Type.String({ description: 'The day on which it begins, in UTC' }),
        count: Count,
      }),
    ),
    own: Type.Union([Type.Object({ mine: Count, unread: Count, read: Count }), Type.Null()], {
      description: 'What you wrote in, what has something new to you, and what has not; null for visitors',
    }),
  },
  { $id: 'SearchFacets' },
)

export const SavedSearchInput = Type.Object(
  {
    name: Type.Optional(SavedName),
    query: Type.Object(ASKED, {
      additionalProperties: false,
      description: 'What `GET /search` takes, without `page` and `limit`',
    }),
  },
  { additionalProperties: false },
)

export const SavedSearchJson = Type.Object(
  {
    id: Id,
    name: Type.String(),
    query: Type.Record(Type.String(), Type.String(), { description: 'For `GET /search`' }),
    url: Type.String({ description: 'The page that shows what it finds' }),
    createdAt: Timestamp,
  },
  { $id: 'SavedSearch' },
)
