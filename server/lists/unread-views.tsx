/** What is unread, and the way to say that it is not. */
import { renderToString } from 'preact-render-to-string'
import { Drawing, Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Ledger, type LedgerRow } from '../threads/ledger.tsx'
import { ListTabs } from './views.tsx'

type UnreadPageProps = {
  readonly page: PageContext
  readonly threads: readonly LedgerRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
}

/** The threads in which something waits for the reader, latest activity first. */
export function UnreadPage({ page, threads, nextCursor, firstPage }: UnreadPageProps) {
  const title = page.t('nav.unread')
  return (
    <Layout page={page} title={title} current="/unread" indexed={false} live="latest">
      <header class="split">
        <h1>{title}</h1>
        {threads.length > 0 && <AllRead page={page} action="/unread/read" />}
      </header>
      <ListTabs page={page} tab="/unread" />
      {threads.length > 0 ? (
        <section class="sheet" aria-label={title}>
          <Ledger page={page} threads={threads} placed={true} />
        </section>
      ) : (
        <AllQuiet page={page} />
      )}
      <ListPager page={page} path="/unread" nextCursor={nextCursor} firstPage={firstPage} />
    </Layout>
  )
}

const AllQuiet = ({ page }: { readonly page: PageContext }) => (
  <div class="empty">
    <Drawing page={page} name="art-quiet" class="art" />
    <p class="b">{page.t('unread.none')}</p>
    <p class="s">{page.t('unread.noneHelp')}</p>
    <p class="row">
      <a class="btn" href="/latest">
        {page.t('home.latest')}
      </a>
    </p>
  </div>
)

/** What came since the page was made stays unread: nobody has seen it there. */
const AllRead = ({ page, action }: { readonly page: PageContext; readonly action: string }) => (
  <form method="post" action={action} data-behavior="busy-submit">
    <input type="hidden" name="before" value={page.now.getTime()} />
    <button class="btn sm" type="submit" data-busy={page.t('unread.marking')}>
      <Icon page={page} name="check-check" class="sm" />
      {page.t('unread.markAll')}
    </button>
  </form>
)

/** Above the threads of a category: for its `all-read` slot. */
export const fillAllRead = (page: PageContext, action: string): string =>
  renderToString(
    <div class="row">
      <AllRead page={page} action={action} />
    </div>,
  )
