import { Crumbs } from '../categories/crumbs.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory, PageContext } from '../site/page.ts'
import { KindChip } from '../threads/kind-views.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { ThreadHead } from '../threads/queries.ts'
import type { Related } from './queries.ts'

type RelatedPageProps = {
  readonly page: PageContext
  readonly thread: Pick<ThreadHead, 'id' | 'slug' | 'title'>
  readonly category: NavCategory
  /** From the top down. */
  readonly ancestors: readonly NavCategory[]
  readonly related: readonly Related[]
}

/** What is like a thread. Where scripts run, its list is shown under the thread instead. */
export const RelatedPage = ({ page, thread, category, ancestors, related }: RelatedPageProps) => (
  <Layout
    page={page}
    title={page.t('related.of', { title: thread.title })}
    indexed={false}
    current={`/c/${category.slug}`}
    category={category.id}
  >
    <header class="stack">
      <Crumbs page={page} ancestors={[...ancestors, category]} />
      <h1>
        <a class="plain" href={threadPath(thread)}>
          {thread.title}
        </a>
      </h1>
    </header>
    {/* As on the thread's page, which it takes the place of. */}
    <section class="panel stack" id="related" data-held aria-labelledby="related-title">
      <h2 id="related-title">{page.t('related.title')}</h2>
      {related.length > 0 ? (
        <ul class="stack">
          {related.map(one => (
            <Row key={one.id} page={page} related={one} />
          ))}
        </ul>
      ) : (
        <p class="soft-ink">{page.t('related.none')}</p>
      )}
    </section>
  </Layout>
)

const Row = ({ page, related }: { readonly page: PageContext; readonly related: Related }) => (
  <li class="stack tight">
    <a class="plain" href={threadPath(related)}>
      {related.title}
    </a>
    <span class="meta s">
      <KindChip page={page} thread={related} />
      <span>{page.t('thread.replies', { count: related.replyCount })}</span>
      <span>{reasonOf(page, related)}</span>
    </span>
  </li>
)

/** Why it stands there, in few words. */
const reasonOf = ({ t }: PageContext, { why, words }: Related): string =>
  why === 'words' ? t('related.words', { words: words.join(', '), count: words.length }) : t(`related.${why}`)
