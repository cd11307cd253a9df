/** What a question shows of itself on its thread's page: its state, its answers, and who may mark them. */
import {
  Icon,
  type PageContext,
  type PluginKind,
  type ShownKindPost,
  type ShownThread,
  type ViewerCtx,
  type ViewerSlot,
  type ViewParts,
} from 'guildhall/plugin'
import { postPath } from './paths.ts'
import { MARKS, type Mark, type Marked, type QuestionState, sharedBy } from './queries.ts'
import { viewerOf } from './service.ts'

type Say = ViewParts['t']

export const headerId = (threadId: number): string => `questions-${threadId}`

const ICONS = { accepted: 'check', verified: 'badge-check' } as const
const TONES = { accepted: 'ok', verified: 'brand' } as const

export const VIEWS: NonNullable<PluginKind<QuestionState>['views']> = {
  header: ({ page, t, viewer, thread, data, posts }) => {
    const answered = thread.status === 'answered'
    return (
      <section
        class="note questions"
        id={headerId(thread.id)}
        data-tone={answered ? 'ok' : 'warn'}
        aria-label={t('question')}
      >
        <Icon page={page} name={answered ? 'circle-check' : 'circle-help'} />
        <div class="grow stack tight">
          <p class="b">{t(answered ? 'answered' : 'open')}</p>
          <Answer t={t} thread={thread} state={data} posts={posts} />
          {data && data.same > 0 && <p class="s quiet">{t('same', { count: data.same })}</p>}
        </div>
        {viewer('same', `${thread.id}-${thread.authorId}`)}
      </section>
    )
  },
  postHeader: ({ page, t, post, data }) => {
    const marks = marksOf(data, post.id)
    if (marks.length === 0) return null
    return (
      <p class="row questions">
        {marks.map(({ mark, by }) => (
          <span key={mark} class="chip" data-tone={TONES[mark]}>
            <Icon page={page} name={ICONS[mark]} />
            {mark === 'accepted' && by ? t('mark.acceptedBy', { name: by.displayName }) : t(`mark.${mark}`)}
          </span>
        ))}
      </p>
    )
  },
  postFooter: ({ viewer, thread, post, data }) =>
    post.number === 1 ? null : viewer('marks', placeOf(thread, post, marksOf(data, post.id))),
}

const marksOf = (state: QuestionState | undefined, postId: number): readonly Marked[] =>
  state ? [...(state.accepted ? [state.accepted] : []), ...state.verified].filter(one => one.postId === postId) : []

type AnswerProps = {
  readonly t: Say
  readonly thread: ShownThread
  readonly state: QuestionState | undefined
  readonly posts: readonly ShownKindPost[]
}

/** The way to the answer: the accepted one, or the first that was verified. With its beginning, if it is on this page. */
function Answer({ t, thread, state, posts }: AnswerProps) {
  const marked = state?.accepted ?? state?.verified[0]
  if (!marked) return null
  const post = posts.find(({ id }) => id === marked.postId)
  return (
    <p>
      <a href={postPath(thread, marked)}>
        {post
          ? t('answer.here', { name: post.author.displayName, words: post.excerpt })
          : t('answer.there', { number: marked.number })}
      </a>
    </p>
  )
}

/** All that the slot below a post needs to know, so that filling it costs no query: `<thread>-<post>-<asker>-<marks>`. */
const placeOf = (thread: ShownThread, post: ShownKindPost, marks: readonly Marked[]): string =>
  [thread.id, post.id, thread.authorId, marks.map(({ mark }) => mark[0]).join('')].join('-')

type Place = { readonly threadId: number; readonly postId: number; readonly askerId: number; readonly marks: string }

function readPlace(place: string): Place {
  const [threadId, postId, askerId, marks = ''] = place.split('-')
  return { threadId: Number(threadId), postId: Number(postId), askerId: Number(askerId), marks }
}

export const MARKING: ViewerSlot = {
  variesBy: ({ ctx, places }) => {
    const askers = new Set(places.map(place => readPlace(place).askerId))
    return JSON.stringify([...askers].map(id => viewerOf(ctx, id)))
  },
  view: ({ page, t, ctx, place }) => {
    const { threadId, postId, askerId, marks } = readPlace(place)
    const { accepts, verifies } = viewerOf(ctx, askerId)
    const may = { accepted: accepts, verified: verifies }
    if (!accepts && !verifies) return null
    return (
      <form class="row questions" method="post" action={`/questions/${threadId}/accepted/${postId}`}>
        {MARKS.filter(mark => may[mark]).map(mark => (
          <MarkButton
            key={mark}
            {...{ page, t, mark }}
            path={`/questions/${threadId}/${mark}/${postId}`}
            marked={marks.includes(mark.charAt(0))}
          />
        ))}
      </form>
    )
  },
}

type ButtonProps = {
  readonly page: PageContext
  readonly t: Say
  readonly mark: Mark
  readonly path: string
  readonly marked: boolean
}

const MarkButton = ({ page, t, mark, path, marked }: ButtonProps) =>
  marked ? (
    <button type="submit" class="btn ghost sm" formaction={`${path}/delete`}>
      {t(`undo.${mark}`)}
    </button>
  ) : (
    // Who may verify has this button under every reply: it must not be louder than the words.
    <button
      type="submit"
      class={mark === 'accepted' ? 'btn soft sm' : 'btn ghost sm'}
      data-tone={TONES[mark]}
      formaction={path}
    >
      <Icon page={page} name={ICONS[mark]} />
      {t(`do.${mark}`)}
    </button>
  )

/** Not for the asker, whose question it is; and visitors see how many there are. */
export const SAME: ViewerSlot<boolean> = {
  load: async (ctx, places) => {
    const shared = await sharedBy(ctx, places.map(threadOf))
    return new Map(places.map(place => [place, shared.has(threadOf(place))]))
  },
  variesBy: ({ ctx, places }) => places.map(place => mayShare(ctx, place)).join(),
  view: ({ t, ctx, place, own }) => {
    const threadId = threadOf(place)
    if (own === undefined || !mayShare(ctx, place)) return null
    return (
      <form
        method="post"
        action={`/questions/${threadId}/same${own ? '/delete' : ''}`}
        data-behavior="swap"
        data-swap={`#${headerId(threadId)}`}
        data-said={t(own ? 'said.left' : 'said.joined')}
      >
        <button type="submit" class="btn sm" aria-pressed={own ? 'true' : 'false'}>
          {t('join')}
        </button>
      </form>
    )
  },
}

const mayShare = ({ actor }: ViewerCtx, place: string): boolean =>
  actor.id !== null && actor.id !== Number(place.split('-')[1])

const threadOf = (place: string): number => Number.parseInt(place, 10)
