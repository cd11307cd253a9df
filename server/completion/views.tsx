import type { PageContext } from '../site/page.ts'
import { threadPath } from '../threads/ledger.tsx'
import type { SimilarThread } from './queries.ts'

type SimilarThreadsProps = { readonly page: PageContext; readonly threads: readonly SimilarThread[] }

/** Threads that may hold the answer already, below the title of a new one; scripts fill it while the title is typed. */
export const SimilarThreads = ({ page, threads }: SimilarThreadsProps) => (
  <section class="similar" data-similar hidden={threads.length === 0} aria-labelledby="similar-title">
    <h2 id="similar-title">{page.t('similar.title')}</h2>
    <ul class="stack tight">
      {threads.map(thread => (
        <li key={thread.id}>
          <a href={threadPath(thread)}>{thread.title}</a>{' '}
          <span class="quiet s">{page.t('thread.replies', { count: thread.replyCount })}</span>
        </li>
      ))}
    </ul>
  </section>
)
