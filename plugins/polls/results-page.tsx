/** A poll by itself, with its results as tables. */
import { Icon, Layout, type PageContext, type PluginPost, type ViewParts } from 'guildhall/plugin'
import { TOP } from './ballot.ts'
import type { Result } from './count.ts'
import type { Ballot, Ballots, PollState } from './queries.ts'
import type { Viewer } from './service.ts'
import { PollCard, pathOf } from './views.tsx'

type ResultsProps = {
  readonly page: PageContext
  readonly t: ViewParts['t']
  readonly post: PluginPost
  readonly state: PollState
  readonly viewer: Viewer
  readonly problem?: string | undefined
  /** Of a named poll whose results the viewer may see: who voted what, one page of them. */
  readonly voters: Ballots | null
}

export function ResultsPage(props: ResultsProps) {
  const { page, t, post, state, voters } = props
  const { thread } = post
  const title = t('title', { question: state.poll.question || t('untitled') })
  return (
    <Layout page={page} title={title} indexed={false}>
      <header class="stack tight">
        <h1>{title}</h1>
        <p class="soft-ink">
          <a href={`/t/${thread.id}/${thread.slug || '-'}/${post.number}#post-${post.id}`}>{thread.title}</a>
        </p>
      </header>
      <PollCard {...props} whole />
      {state.result && <Table t={t} state={state} result={state.result} />}
      {state.result && (
        <p>
          <a class="btn" href={`${pathOf(state)}/results.csv`} download>
            <Icon page={page} name="download" />
            {t('download')}
          </a>
        </p>
      )}
      {state.result && state.result.rounds.length > 0 && <Rounds t={t} state={state} result={state.result} />}
      {voters && voters.items.length > 0 && <Voters t={t} state={state} voters={voters} />}
    </Layout>
  )
}

type TableProps = Pick<ResultsProps, 't' | 'state'> & { readonly result: Result }

function Table({ t, state: { poll }, result }: TableProps) {
  const rated = poll.kind === 'rating'
  const scores = Array.from({ length: TOP }, (_, below) => below + 1)
  return (
    <section class="sheet pad scroll" tabindex={0} aria-label={t('result')}>
      <table class="table">
        <caption class="vh">{t('result')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('option')}</th>
            <th scope="col" class="r">
              {t('votesHead')}
            </th>
            {rated ? <RatingHeads t={t} scores={scores} /> : <Head text={t('shares')} />}
          </tr>
        </thead>
        <tbody>
          {result.options.map(({ count, share, average, spread, scores: given }, option) => (
            <tr key={option}>
              <th scope="row">{poll.options[option]}</th>
              <Cell text={String(count)} />
              {!rated && <Cell text={t('share', { share })} />}
              {rated && <Cell text={average === null ? '–' : t('average', { average, top: TOP })} />}
              {rated && <Cell text={spread === null ? '–' : t('spreads', { spread })} />}
              {rated && scores.map(score => <Cell key={score} text={String(given[score - 1] ?? 0)} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Head = ({ text }: { readonly text: string }) => (
  <th scope="col" class="r">
    {text}
  </th>
)

const Cell = ({ text }: { readonly text: string }) => <td class="r">{text}</td>

const RatingHeads = ({ t, scores }: Pick<ResultsProps, 't'> & { readonly scores: readonly number[] }) => (
  <>
    <Head text={t('averageHead')} />
    <Head text={t('spread')} />
    {scores.map(score => (
      <Head key={score} text={t('score', { score, top: TOP })} />
    ))}
  </>
)

/** The run-off: a column for each round, and at its end who is left. */
function Rounds({ t, state: { poll }, result: { rounds, leaders } }: TableProps) {
  const last = rounds.length - 1
  return (
    <div class="stack">
      <h2 id="rounds">{t('rounds')}</h2>
      <p class="s quiet">{t('roundsHelp')}</p>
      <section class="sheet pad scroll" tabindex={0} aria-labelledby="rounds">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('option')}</th>
              {rounds.map((_, round) => (
                <Head key={round} text={t('round', { round: round + 1 })} />
              ))}
              <Head text={t('final')} />
            </tr>
          </thead>
          <tbody>
            {poll.options.map((text, option) => (
              <tr key={text}>
                <th scope="row">{text}</th>
                {rounds.map(({ counts, out }, round) => {
                  const count = counts[option]
                  if (count === null || count === undefined) return <Cell key={round} text="–" />
                  return <Cell key={round} text={out.includes(option) ? t('out', { count }) : String(count)} />
                })}
                <Cell text={leaders.includes(option) && last >= 0 ? t(leaders.length === 1 ? 'wins' : 'level') : '–'} />
              </tr>
            ))}
            <tr>
              <th scope="row">{t('spent')}</th>
              {rounds.map(({ spent }, round) => (
                <Cell key={round} text={String(spent)} />
              ))}
              <Cell text="" />
            </tr>
          </tbody>
        </table>
      </section>
    </div>
  )
}

type VotersProps = Pick<ResultsProps, 't' | 'state'> & { readonly voters: Ballots }

/** Who voted what, in the order in which they joined. */
function Voters({ t, state, voters: { items, nextCursor } }: VotersProps) {
  return (
    <div class="stack" id="voters">
      <h2 id="who">{t('who')}</h2>
      <section class="sheet pad scroll" tabindex={0} aria-labelledby="who">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('member')}</th>
              <th scope="col">{t('ballot')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map(ballot => (
              <tr key={ballot.member?.id}>
                <th scope="row">
                  <a href={`/m/${encodeURIComponent(ballot.member?.name ?? '')}`}>{ballot.member?.displayName}</a>
                </th>
                <td>{wordsOf(t, state, ballot)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {nextCursor && (
        <p>
          <a class="btn" href={`${pathOf(state)}?cursor=${nextCursor}#voters`}>
            {t('more')}
          </a>
        </p>
      )}
    </div>
  )
}

/** What a ballot says, in words: in its order, or with its scores. */
function wordsOf(t: ViewParts['t'], { poll: { kind, options } }: PollState, { choice }: Ballot): string {
  if (kind !== 'rating') return choice.map(option => options[option]).join(kind === 'ranked' ? ' > ' : ', ')
  const scored = choice.flatMap((score, option) => (score > 0 ? [{ score, text: options[option] }] : []))
  return scored.map(({ score, text }) => `${text}: ${t('score', { score, top: TOP })}`).join(', ')
}
