/** Home, lists from everywhere, and a category: where people land, and one place of the community. */
import type { VNode } from 'preact'
import { Crumbs } from '../categories/crumbs.tsx'
import { type CategoryTile, CategoryTiles } from '../categories/views.tsx'
import { Contours } from '../site/contours.tsx'
import { FeedLink } from '../site/feeds.tsx'
import { Drawing, Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Slot } from '../site/slot.tsx'
import { Ledger, type LedgerRow } from '../threads/ledger.tsx'
import type { Listing } from '../threads/listing.ts'
import { categoryData, communityData, publicFeed } from './list-data.ts'

type HomePageProps = {
  readonly page: PageContext
  readonly categories: readonly CategoryTile[]
  readonly threads: readonly LedgerRow[]
  readonly nextCursor: string | null
}

export function HomePage({ page, categories, threads, nextCursor }: HomePageProps) {
  const { t } = page
  const feed = publicFeed(page, '/')
  return (
    <Layout
      page={page}
      title={null}
      canonical="/"
      feed={feed}
      data={() => communityData(page)}
      current="/"
      live="latest"
    >
      <Welcome page={page} />
      <section class="sheet" aria-labelledby="latest">
        <div class="split head">
          <h2 id="latest">{t('home.latest')}</h2>
          <div class="row">
            <a href="/top">{t('top.title')}</a>
            <a href="/unanswered">{t('unanswered.title')}</a>
            <FeedLink page={page} of={feed} />
          </div>
        </div>
        {threads.length > 0 ? <Ledger page={page} threads={threads} placed={true} /> : <Quiet page={page} />}
      </section>
      <ListPager page={page} path="/latest" nextCursor={nextCursor} />
      {categories.length > 0 && (
        <section class="stack" aria-labelledby="categories">
          <div class="split">
            <h2 id="categories">{t('nav.categories')}</h2>
            <a href="/categories">{t('home.allCategories')}</a>
          </div>
          <CategoryTiles page={page} categories={categories} />
        </section>
      )}
    </Layout>
  )
}

/** Where a page of a list lies between its neighbours. */
export type Neighbours = Pick<Listing, 'nextCursor' | 'prevCursor'>

type ThreadsPageProps = {
  readonly page: PageContext
  readonly title: string
  /** What stands in the list, and why; nothing where the title says it. */
  readonly note?: string
  /** Its own address, perhaps with what narrows it. */
  readonly path: string
  /** Its entry among the tabs. */
  readonly tab: ListTab
  readonly feed: string | null
  readonly threads: readonly LedgerRow[]
  readonly list: Neighbours
  readonly firstPage: boolean
  /** Whether it goes from what is new to what is old, and so grows at its beginning while it is looked at. */
  readonly live: boolean
  /** What else narrows it, under the tabs. */
  readonly narrowing?: VNode
  /** In the place of rows, where there are none. */
  readonly empty: VNode
}

/** A list of threads from everywhere, beside its siblings. */
export function ThreadsPage(props: ThreadsPageProps) {
  const { page, title, note, path, tab, feed, threads, list, firstPage, live, narrowing, empty } = props
  return (
    <Layout
      page={page}
      title={title}
      description={note}
      canonical={path}
      indexed={firstPage}
      feed={feed}
      current="/"
      {...(firstPage && live && { live: 'latest' })}
    >
      <header class="split start">
        <div class="grow stack tight">
          <h1>{title}</h1>
          {note && <p class="soft-ink">{note}</p>}
        </div>
        <FeedLink page={page} of={feed} />
      </header>
      <ListTabs page={page} tab={tab} />
      {narrowing}
      <section class="sheet" aria-label={title}>
        {threads.length > 0 ? <Ledger page={page} threads={threads} placed={true} /> : empty}
      </section>
      <ListPager
        page={page}
        path={path}
        nextCursor={list.nextCursor}
        prevCursor={list.prevCursor}
        firstPage={firstPage}
        kind={live ? 'threads' : 'list'}
      />
    </Layout>
  )
}

type ListTab = '/latest' | '/top' | '/unanswered' | '/unread'

/** The lists of all threads, each a page of its own. */
export function ListTabs({ page, tab }: { readonly page: PageContext; readonly tab: ListTab }) {
  const { t } = page
  const tabs: readonly (readonly [path: ListTab, name: string])[] = [
    ['/latest', t('home.latest')],
    ['/top', t('top.title')],
    ['/unanswered', t('unanswered.title')],
    ...(page.signedIn ? [['/unread', t('nav.unread')] as const] : []),
  ]
  return (
    <nav class="tabs" aria-label={t('threads.lists')}>
      {tabs.map(([path, name]) => (
        <a key={path} href={path} aria-current={path === tab ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  )
}

type ListedProps = Pick<ThreadsPageProps, 'page' | 'threads' | 'list' | 'firstPage'>

/** The list of home, further down. */
export const LatestPage = (props: ListedProps) => (
  <ThreadsPage
    {...props}
    title={props.page.t('home.latest')}
    path="/latest"
    tab="/latest"
    feed={publicFeed(props.page, '/latest')}
    live={true}
    empty={<Quiet page={props.page} />}
  />
)

/** What waits for an answer, wherever it stands. */
export function UnansweredPage(props: ListedProps) {
  const { page } = props
  const { t } = page
  return (
    <ThreadsPage
      {...props}
      title={t('unanswered.title')}
      note={t('unanswered.note')}
      path="/unanswered"
      tab="/unanswered"
      feed={publicFeed(page, '/unanswered')}
      live={true}
      empty={
        <div class="empty">
          <Drawing page={page} name="art-quiet" class="art" />
          <p class="b">{t('unanswered.none')}</p>
          <p class="s">{t('unanswered.noneHelp')}</p>
        </div>
      }
    />
  )
}

/** The community's name over its contours; to visitors also what it is for, and the door. */
function Welcome({ page }: { readonly page: PageContext }) {
  const { t, site } = page
  return (
    <section class="hero" aria-labelledby="welcome">
      <Contours seed={site.name} />
      <h1 id="welcome">{site.name}</h1>
      <div class="split">
        <p>{site.tagline || t('home.tagline')}</p>
        {!page.signedIn && (
          <a class="btn" href="/join">
            <Icon page={page} name="user-plus" />
            {t('home.join')}
          </a>
        )}
      </div>
    </section>
  )
}

function Quiet({ page, action }: { readonly page: PageContext; readonly action?: string | undefined }) {
  return (
    <div class="empty">
      <Drawing page={page} name="art-quiet" class="art" />
      <p class="b">{page.t('threads.empty')}</p>
      <p class="s">{page.t('threads.emptyHelp')}</p>
      {action && (
        <p class="row">
          <a class="btn" href={action}>
            <Icon page={page} name="pen-line" />
            {page.t('thread.begin')}
          </a>
        </p>
      )}
    </div>
  )
}

type CategoryPageProps = {
  readonly page: PageContext
  readonly category: NavCategory & { readonly description: string }
  /** From the top down. */
  readonly ancestors: readonly NavCategory[]
  /** Those right below it that this class of viewers sees. */
  readonly subcategories: readonly CategoryTile[]
  /** The pinned ones on top, whatever their activity; on the first page alone. */
  readonly threads: readonly LedgerRow[]
  readonly list: Neighbours
  readonly firstPage: boolean
  readonly canCreate: boolean
}

export function CategoryPage(props: CategoryPageProps) {
  const { page, category, ancestors, subcategories, threads, list, firstPage, canCreate } = props
  const { t } = page
  const path = `/c/${category.slug}`
  const feed = page.publicIds.includes(category.id) ? path : null
  const create = canCreate ? `/threads/new?category=${category.id}` : undefined
  return (
    <Layout
      page={page}
      title={category.name}
      description={category.description}
      canonical={path}
      // Nothing to find in an empty one, and nothing lasting on a later page.
      indexed={firstPage && threads.length + subcategories.length > 0}
      feed={feed}
      data={() => categoryData(page, [...ancestors, category])}
      current={path}
      category={category.id}
      {...(firstPage && { live: `category:${category.id}` })}
    >
      <header class="stack">
        <Crumbs page={page} ancestors={ancestors} here={category} />
        <div class="split start" data-tone={category.tone}>
          <div class="row start nowrap loose grow-fit">
            <span class="swatch lg" aria-hidden="true">
              {[...category.name][0]}
            </span>
            <div class="grow stack tight">
              <h1>{category.name}</h1>
              {category.description && <p class="soft-ink">{category.description}</p>}
            </div>
          </div>
          <div class="row" data-tone="brand">
            <FeedLink page={page} of={feed} />
            {page.signedIn && <Slot name="follow" />}
            {create && (
              <a class="btn fill" href={create}>
                <Icon page={page} name="pen-line" />
                {t('thread.new')}
              </a>
            )}
          </div>
        </div>
      </header>
      {subcategories.length > 0 && (
        <section aria-label={t('category.children')}>
          <CategoryTiles page={page} categories={subcategories} />
        </section>
      )}
      {page.signedIn && <Slot name="all-read" />}
      <section class="sheet" aria-label={t('category.threads')}>
        {threads.length > 0 ? (
          <Ledger page={page} threads={threads} placed={false} />
        ) : (
          <Quiet page={page} action={create} />
        )}
      </section>
      <ListPager
        page={page}
        path={path}
        nextCursor={list.nextCursor}
        prevCursor={list.prevCursor}
        firstPage={firstPage}
      />
    </Layout>
  )
}
