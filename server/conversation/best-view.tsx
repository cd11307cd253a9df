import { Crumbs } from '../categories/crumbs.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { NavCategory } from '../site/page.ts'
import { KindChip } from '../threads/kind-views.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { ThreadPageProps } from './thread-props.ts'
import { ThreadPost } from './thread-view.tsx'

type BestPageProps = Pick<ThreadPageProps, 'page' | 'thread' | 'ancestors' | 'posts' | 'canReply' | 'reacting'> & {
  readonly ancestors: readonly NavCategory[]
  /** How many answers there are at most. */
  readonly most: number
}

/** What was asked, and under it the best answers. It is read here and answered on the thread's own page. */
export function BestPage({ page, thread, ancestors, posts, most, ...rest }: BestPageProps) {
  const { t } = page
  const [opening, ...answers] = posts
  return (
    <Layout
      page={page}
      title={thread.title}
      canonical={threadPath(thread)}
      indexed={false}
      current={`/c/${ancestors.at(-1)?.slug}`}
      category={thread.categoryId}
      live={`thread:${thread.id}`}
    >
      <header class="stack" data-author={thread.authorId}>
        <Crumbs page={page} ancestors={ancestors} />
        <h1>{thread.title}</h1>
        <div class="meta">
          <KindChip page={page} thread={thread} />
          <span>{t('thread.replies', { count: thread.replyCount })}</span>
        </div>
      </header>
      <section class="sheet pad" aria-labelledby="posts">
        <h2 class="vh" id="posts">
          {t('thread.posts')}
        </h2>
        <ol class="thread">{opening && <ThreadPost page={page} thread={thread} post={opening} {...rest} />}</ol>
      </section>
      <section class="sheet pad" aria-labelledby="best">
        <div class="split">
          <h2 id="best" class="l">
            {t('thread.best')}
          </h2>
          <a class="btn ghost sm" href={threadPath(thread)}>
            <Icon page={page} name="clock" class="sm" />
            {t('thread.byDate')}
          </a>
        </div>
        <p class="s soft-ink">{t('thread.bestNote', { count: most })}</p>
        <ol class="thread">
          {answers.map(post => (
            <ThreadPost key={post.id} page={page} thread={thread} post={post} {...rest} />
          ))}
        </ol>
      </section>
    </Layout>
  )
}
