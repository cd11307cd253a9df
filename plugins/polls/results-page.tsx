/** A poll by itself, with its results as tables. */
import { Layout, type PageContext, type PluginPost, type ViewParts } from 'guildhall/plugin'
import { TOP } from './ballot.ts'
import type { Result } from './count.ts'
import type { PollState } from './queries.ts'
import type { Viewer } from './service.ts'
import { PollCard } from './views.tsx'

type ResultsProps = {
  readonly page: PageContext
  readonly t: ViewParts['t']
  readonly post: PluginPost
  readonly state: PollState
  readonly viewer: Viewer
  readonly problem?: string | undefined
}

export function ResultsPage(props: ResultsProps) {
  const { page, t, post, state } = props
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
      {state.result && state.result.rounds.length > 0 && <Rounds t={t} state={state} result={state.result} />}
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
