import { publicFeed } from '../lists/list-data.ts'
import { type Neighbours, ThreadsPage } from '../lists/views.tsx'
import { Drawing } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import type { LedgerRow } from '../threads/ledger.tsx'
import { PERIODS, type Period, USUAL_PERIOD } from '../threads/periods.ts'

/** Where the top of a period is. */
export const topPath = (period: Period): string => (period === USUAL_PERIOD ? '/top' : `/top?period=${period}`)

type TopPageProps = {
  readonly page: PageContext
  readonly period: Period
  readonly threads: readonly LedgerRow[]
  readonly list: Neighbours
  readonly firstPage: boolean
}

/** The threads that moved most people in a period. */
export function TopPage({ page, period, threads, list, firstPage }: TopPageProps) {
  const { t } = page
  return (
    <ThreadsPage
      page={page}
      title={t(`top.of.${period}`)}
      note={t('top.note')}
      path={topPath(period)}
      tab="/top"
      feed={period === USUAL_PERIOD ? publicFeed(page, '/top') : null}
      threads={threads}
      list={list}
      firstPage={firstPage}
      live={false}
      narrowing={<Periods page={page} period={period} />}
      empty={
        <div class="empty">
          <Drawing page={page} name="art-quiet" class="art" />
          <p class="b">{t('threads.empty')}</p>
          <p class="s">{t('top.none')}</p>
        </div>
      }
    />
  )
}

const Periods = ({ page, period }: Pick<TopPageProps, 'page' | 'period'>) => (
  <nav class="row" aria-label={page.t('top.periods')}>
    {PERIODS.map(one => (
      <a key={one} class="btn sm" href={topPath(one)} aria-current={one === period ? 'page' : undefined}>
        {page.t(`top.period.${one}`)}
      </a>
    ))}
  </nav>
)
