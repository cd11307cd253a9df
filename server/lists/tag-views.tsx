/** All tags, and the threads with one. */
import { FeedLink } from '../site/feeds.tsx'
import { Drawing, Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Slot } from '../site/slot.tsx'
import { TagFilter } from '../tags/filter.tsx'
import { tagPath } from '../tags/links.tsx'
import { OtherNames, type TagItem, TagList } from '../tags/list.tsx'
import { Ledger, type LedgerRow } from '../threads/ledger.tsx'
import { tagData, tagFeed } from './list-data.ts'
import type { Neighbours } from './views.tsx'

type TagsPageProps = {
  readonly page: PageContext
  readonly tags: readonly TagItem[]
  /** What the list was narrowed by. */
  readonly q: string
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** Whether the viewer keeps the tags. */
  readonly keeper: boolean
}

/** Every tag in sight, most used first; `GET /tags?q=` narrows it. */
export function TagsPage({ page, tags, q, nextCursor, firstPage, keeper }: TagsPageProps) {
  const { t } = page
  const path = q ? `/tags?q=${encodeURIComponent(q)}` : '/tags'
  return (
    <Layout
      page={page}
      title={t('nav.tags')}
      canonical="/tags"
      current="/tags"
      indexed={q === '' && firstPage && tags.length > 0}
    >
      <header class="split">
        <h1>{t('nav.tags')}</h1>
        {keeper && (
          <a class="btn" href="/admin/tags">
            <Icon page={page} name="settings" />
            {t('tag.keep')}
          </a>
        )}
      </header>
      <TagFilter page={page} action="/tags" q={q} />
      {tags.length > 0 ? (
        <TagList page={page} tags={tags} href={({ slug }) => tagPath(slug)} />
      ) : (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          <span class="grow">
            {q ? t('tag.noneFound', { q }) : t('tag.none')} {q && <a href="/tags">{t('tag.all')}</a>}
          </span>
        </p>
      )}
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </Layout>
  )
}

type TagPageProps = {
  readonly page: PageContext
  readonly tag: TagItem
  readonly threads: readonly LedgerRow[]
  readonly list: Neighbours
  readonly firstPage: boolean
  readonly keeper: boolean
}

/** The threads in sight with one tag, latest activity first. */
export function TagPage({ page, tag, threads, list, firstPage, keeper }: TagPageProps) {
  const { t } = page
  const path = tagPath(tag.slug)
  const feed = tagFeed(page, tag, threads)
  return (
    <Layout
      page={page}
      title={`#${tag.name}`}
      description={tag.description}
      canonical={path}
      indexed={firstPage && threads.length > 0}
      feed={feed}
      data={() => tagData(page, tag)}
      current="/tags"
      live="latest"
    >
      <header class="stack">
        <nav aria-label={t('nav.crumbs')}>
          <ol class="crumbs">
            <li>
              <a href="/tags">{t('nav.tags')}</a>
            </li>
            <li>
              <Icon page={page} name="chevron-right" class="sm flip" />
              <span aria-current="page">{tag.name}</span>
            </li>
          </ol>
        </nav>
        <div class="split start">
          <div class="row start nowrap loose grow-fit">
            <span class="swatch lg" aria-hidden="true">
              <Icon page={page} name="hash" />
            </span>
            <div class="grow stack tight">
              <h1>{tag.name}</h1>
              {tag.description && <p class="soft-ink">{tag.description}</p>}
              <OtherNames page={page} tag={tag} />
              <p class="s quiet num">{t('category.threadCount', { count: tag.threads })}</p>
            </div>
          </div>
          <div class="row">
            <FeedLink page={page} of={feed} />
            {page.signedIn && <Slot name="follow" />}
            {keeper && (
              <a class="btn" href={`/admin/tags/${tag.id}`}>
                <Icon page={page} name="pencil" />
                {t('tag.change')}
              </a>
            )}
            {page.signedIn && (
              <a class="btn fill" href={`/threads/new?tags=${encodeURIComponent(tag.name)}`}>
                <Icon page={page} name="pen-line" />
                {t('thread.new')}
              </a>
            )}
          </div>
        </div>
      </header>
      <section class="sheet" aria-label={t('category.threads')}>
        {threads.length > 0 ? (
          <Ledger page={page} threads={threads} placed={true} />
        ) : (
          <div class="empty">
            <Drawing page={page} name="art-quiet" class="art" />
            <p class="b">{t('threads.empty')}</p>
            <p class="s">{t('tag.unused')}</p>
          </div>
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
