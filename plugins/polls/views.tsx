/** A poll where its post shows it: what can be chosen, by who may, and what was chosen, for who may see it. */
import { type PageContext, Time, type ViewParts } from 'guildhall/plugin'
import type { VNode } from 'preact'
import { TOP } from './ballot.ts'
import type { OptionCount } from './count.ts'
import type { PollState } from './queries.ts'
import type { Viewer } from './service.ts'

type Say = ViewParts['t']

type CardProps = {
  readonly page: PageContext
  readonly t: Say
  readonly state: PollState
  readonly viewer: Viewer
  /** What was wrong with what they sent. */
  readonly problem?: string | undefined
  /** On the page of its results: no link to it. */
  readonly whole?: boolean
}

export const pathOf = ({ postId, poll }: PollState): string => `/x/polls/${postId}/${poll.place}`
const idOf = ({ postId, poll }: PollState): string => `polls-${postId}-${poll.place}`

/** All of it is a viewer's own: a fragment that is made for anybody leaves it alone (`data-own`). */
export function PollCard(props: CardProps) {
  const { t, state, viewer, problem } = props
  const { poll, own, closed } = state
  const id = idOf(state)
  const mayVote = viewer.votes && !closed && !(poll.fixed && own !== null)
  const inside = (
    <>
      {problem && (
        <p class="err" data-tone="bad" role="alert">
          {problem}
        </p>
      )}
      <fieldset class="stack" aria-describedby={`${id}-how`}>
        <legend class="b">{poll.question || t('untitled')}</legend>
        <How t={t} state={state} id={`${id}-how`} mayVote={mayVote} />
        {poll.options.map((text, option) => (
          <Option key={text} {...props} text={text} option={option} mayVote={mayVote} />
        ))}
      </fieldset>
      <div class="split">
        <Facts {...props} />
        <Buttons {...props} mayVote={mayVote} />
      </div>
    </>
  )
  return (
    <div class="poll" id={id} data-own="">
      {mayVote || viewer.manages ? (
        <form
          method="post"
          action={`${pathOf(state)}/ballot`}
          class="stack"
          data-behavior="swap"
          data-swap={`#${id}`}
          data-said={t('voted')}
        >
          {inside}
        </form>
      ) : (
        <div class="stack">{inside}</div>
      )}
    </div>
  )
}

type HowProps = Pick<CardProps, 't' | 'state'> & { readonly id: string; readonly mayVote: boolean }

function How({ t, state, id, mayVote }: HowProps) {
  const { poll, result } = state
  const said = [
    ...(mayVote && poll.kind !== 'single' ? [t(`choose.${poll.kind}`, { top: TOP })] : []),
    ...(poll.named ? [t('named')] : []),
    ...(result ? [] : [t(`hidden.${poll.results}`)]),
  ]
  return (
    <p class="s quiet" id={id}>
      {said.join(' ')}
    </p>
  )
}

type OptionProps = CardProps & { readonly text: string; readonly option: number; readonly mayVote: boolean }

function Option({ t, state, text, option, mayVote }: OptionProps) {
  const { poll, result, own } = state
  const counted = result?.options[option]
  const id = `${idOf(state)}-${option}`
  const isOwn = poll.kind === 'rating' ? (own?.[option] ?? 0) > 0 : own?.includes(option)
  const leads = result?.leaders.includes(option) && (poll.kind === 'ranked' || state.closed)
  return (
    <div class="opt">
      {mayVote ? <Control t={t} state={state} id={id} option={option} /> : null}
      {mayVote ? <label for={id}>{text}</label> : <span>{text}</span>}
      {!mayVote && isOwn && <span class="chip">{ownIn(t, state, option)}</span>}
      {leads && (
        <span class="chip" data-tone="ok">
          {t(result?.leaders.length === 1 ? 'wins' : 'level')}
        </span>
      )}
      {counted && <span class="num s quiet">{countIn(t, state, counted)}</span>}
      {counted && <progress max={100} value={Math.round(barOf(counted) * 100)} aria-hidden="true" />}
    </div>
  )
}

type ControlProps = Pick<CardProps, 't' | 'state'> & { readonly id: string; readonly option: number }

function Control({ t, state: { poll, own }, id, option }: ControlProps): VNode {
  if (poll.kind === 'single' || poll.kind === 'multiple') {
    const type = poll.kind === 'single' ? 'radio' : 'checkbox'
    return <input type={type} id={id} name="choice" value={option} checked={own?.includes(option) ?? false} />
  }
  const ranked = poll.kind === 'ranked'
  const chosen = ranked ? (own?.indexOf(option) ?? -1) + 1 : (own?.[option] ?? 0)
  const most = ranked ? poll.options.length : TOP
  return (
    <select class="in" id={id} name="choice">
      <option value="0" selected={chosen === 0}>
        –
      </option>
      {Array.from({ length: most }, (_, below) => below + 1).map(value => (
        <option key={value} value={value} selected={value === chosen}>
          {ranked ? t('place', { place: value }) : t('score', { score: value, top: TOP })}
        </option>
      ))}
    </select>
  )
}

/** What the viewer's own vote says of an option. */
function ownIn(t: Say, { poll, own }: PollState, option: number): string {
  if (poll.kind === 'ranked') return `${t('own')}: ${t('place', { place: (own?.indexOf(option) ?? 0) + 1 })}`
  if (poll.kind === 'rating') return `${t('own')}: ${t('score', { score: own?.[option] ?? 0, top: TOP })}`
  return t('own')
}

/** What all votes say of an option, in words. */
export function countIn(t: Say, { poll }: PollState, { count, share, average }: OptionCount): string {
  if (poll.kind === 'rating') return average === null ? t('unrated') : t('rated', { average, top: TOP, count })
  return t(poll.kind === 'ranked' ? 'ranked' : 'shared', { share, count })
}

const barOf = ({ average, share }: OptionCount): number => (average === null ? share : average / TOP)

function Facts({ page, t, state, whole = false }: CardProps) {
  const { poll, closed, votes, result } = state
  return (
    <span class="s quiet">
      {t('votes', { votes })}
      {closed && ` · ${t('closed')}`}
      {!closed && poll.closes && (
        <>
          {` · ${t('closes')} `}
          <Time page={page} at={poll.closes} />
        </>
      )}
      {result && !whole && (
        <>
          {' · '}
          <a href={pathOf(state)}>{t('result')}</a>
        </>
      )}
    </span>
  )
}

function Buttons({ t, state, viewer, mayVote }: CardProps & { readonly mayVote: boolean }) {
  const { poll, own, closed, closedAt } = state
  const path = pathOf(state)
  const over = closed && closedAt === null
  return (
    <div class="row">
      {!viewer.signedIn && !closed && (
        <a class="btn sm" href={`/sign-in?returnTo=${encodeURIComponent(path)}`}>
          {t('signIn')}
        </a>
      )}
      {mayVote && (
        <button type="submit" class="btn sm">
          {t(own ? 'change' : 'vote')}
        </button>
      )}
      {mayVote && own && !poll.fixed && (
        <button type="submit" class="btn ghost sm" formaction={`${path}/ballot/delete`} data-said={t('withdrawn')}>
          {t('withdraw')}
        </button>
      )}
      {viewer.manages && !over && (
        <button
          type="submit"
          class="btn ghost sm"
          formaction={closed ? `${path}/closing/delete` : `${path}/closing`}
          data-said={t(closed ? 'said.reopened' : 'said.closed')}
        >
          {t(closed ? 'reopen' : 'close')}
        </button>
      )}
    </div>
  )
}
