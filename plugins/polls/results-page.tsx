/** A poll by itself, with its results as tables. */
import { Icon, Layout, type PageContext, type PluginPost, type ViewParts } from 'guildhall/plugin'
import { TOP } from './ballot.ts'
import type { Result } from './count.ts'
import type { Ballot, Ballots, PollState } from './queries.ts'
import type { Viewer } from './service.ts'
import { countsTable, roundsTable, type Table } from './tables.ts'
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
      {state.result && <Counts t={t} state={state} result={state.result} />}
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

const Counts = ({ t, state: { poll }, result }: TableProps) => (
  <section class="sheet pad scroll" tabindex={0} aria-label={t('result')}>
    <table class="table">
      <caption class="vh">{t('result')}</caption>
      <Cells table={countsTable(t, poll, result)} />
    </table>
  </section>
)

const Rounds = ({ t, state: { poll }, result }: TableProps) => (
  <div class="stack">
    <h2 id="rounds">{t('rounds')}</h2>
    <p class="s quiet">{t('roundsHelp')}</p>
    <section class="sheet pad scroll" tabindex={0} aria-labelledby="rounds">
      <table class="table">
        <Cells table={roundsTable(t, poll, result)} />
      </table>
    </section>
  </div>
)

const Cells = ({ table: { heads, rows } }: { readonly table: Table }) => (
  <>
    <thead>
      <tr>
        {heads.map((head, column) => (
          <th key={head} scope="col" {...(column > 0 && { class: 'r' })}>
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([name, ...cells]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {cells.map((cell, column) => (
            <td key={column} class="r">
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </>
)

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
