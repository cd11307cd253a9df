import { FeedLink } from '../site/feeds.tsx'
import { Drawing, Icon } from '../site/icon.tsx'
import { breadcrumbs } from '../site/json-ld.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Ledger, type LedgerRow } from '../threads/ledger.tsx'
import type { Neighbours } from './views.tsx'

type KindPageProps = {
  readonly page: PageContext
  /** Its name in addresses. */
  readonly kind: string
  readonly title: string
  readonly description: string
  readonly tabs: readonly { readonly status: string; readonly label: string }[]
  /** The list of all, and the one that is shown. */
  readonly path: string
  readonly at: string
  readonly status: string | undefined
  readonly threads: readonly LedgerRow[]
  readonly list: Neighbours
  readonly firstPage: boolean
  readonly canBegin: boolean
}

export function KindPage(props: KindPageProps) {
  const { page, kind, title, description, path, at, status, threads, list, firstPage, canBegin } = props
  const { t } = page
  const feed = page.publicIds.length > 0 && status === undefined ? path : null
  return (
    <Layout
      page={page}
      title={title}
      description={description}
      canonical={at}
      indexed={firstPage && threads.length > 0}
      feed={feed}
      data={() => [breadcrumbs(page, [{ name: title, path }])]}
      current={path}
      {...(firstPage && { live: 'latest' })}
    >
      <header class="split start">
        <div class="grow-fit stack tight">
          <h1>{title}</h1>
          <p class="soft-ink">{description}</p>
        </div>
        <div class="row">
          <FeedLink page={page} of={feed} />
          {canBegin && (
            <a class="btn fill" href={`/threads/new?kind=${kind}`}>
              <Icon page={page} name="pen-line" />
              {t('thread.new')}
            </a>
          )}
        </div>
      </header>
      <Tabs {...props} />
      <section class="sheet" aria-label={title}>
        {threads.length > 0 ? (
          <Ledger page={page} threads={threads} placed={true} />
        ) : (
          <div class="empty">
            <Drawing page={page} name="art-quiet" class="art" />
            <p class="b">{t('threads.empty')}</p>
          </div>
        )}
      </section>
      <ListPager
        page={page}
        path={at}
        nextCursor={list.nextCursor}
        prevCursor={list.prevCursor}
        firstPage={firstPage}
      />
    </Layout>
  )
}

function Tabs({ page, path, tabs, title, status }: KindPageProps) {
  if (tabs.length === 0) return null
  return (
    <nav class="tabs" aria-label={title}>
      <a href={path} aria-current={status === undefined ? 'page' : undefined}>
        {page.t('kind.all')}
      </a>
      {tabs.map(one => (
        <a
          key={one.status}
          href={`${path}?status=${one.status}`}
          aria-current={one.status === status ? 'page' : undefined}
        >
          {one.label}
        </a>
      ))}
    </nav>
  )
}
