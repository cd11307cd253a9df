import { PAGE_SIZE, pageStart } from '../posts/ranges.ts'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { threadPath } from '../threads/ledger.tsx'
import { JUMP_FIELD } from './jump.tsx'
import type { ThreadView } from './thread-props.ts'

type ThreadPagerProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  readonly from: number
  readonly label: string
}

/** To the pages around this one and to the thread's ends. Nothing when it all fits. */
export function ThreadPager({ page, thread, from, label }: ThreadPagerProps) {
  const { t } = page
  const last = pageStart(thread.lastNumber)
  if (last === 1) return null
  return (
    <nav class="pager split" aria-label={label}>
      <span class="row">
        {from > 1 + PAGE_SIZE && (
          <a class="btn sm sq" href={threadPath(thread)} aria-label={t('pager.first')} title={t('pager.first')}>
            <Icon page={page} name="chevrons-left" class="sm flip" />
          </a>
        )}
        {from > 1 && (
          <a class="btn sm" href={threadPath(thread, from - PAGE_SIZE)} rel="prev">
            <Icon page={page} name="arrow-left" class="sm flip" />
            {t('pager.earlier')}
          </a>
        )}
      </span>
      <JumpLink page={page} />
      <span class="row">
        {from < last && (
          <a class="btn sm" href={threadPath(thread, from + PAGE_SIZE)} rel="next">
            {t('pager.later')}
            <Icon page={page} name="arrow-right" class="sm flip" />
          </a>
        )}
        {from < last - PAGE_SIZE && (
          <a class="btn sm sq" href={threadPath(thread, last)} aria-label={t('pager.last')} title={t('pager.last')}>
            <Icon page={page} name="chevrons-right" class="sm flip" />
          </a>
        )}
      </span>
    </nav>
  )
}

/** To the fields that lead anywhere, which stand beside the thread, or below it where the window is narrow. */
export const JumpLink = ({ page }: { readonly page: PageContext }) => (
  <a class="btn sm" href={`#${JUMP_FIELD}`}>
    <Icon page={page} name="hash" class="sm" />
    {page.t('jump.link')}
  </a>
)
