/**
 * Threads as rows: title, place, who began, who spoke last. What is new to a reader stands in three viewer slots: `row`,
 * in the row's class, is `unread` or nothing; `at`, in the title's address, leads on to the first unread post; `new` says
 * how many there are.
 */
import { renderToString } from 'preact-render-to-string'
import { Avatar, type Person } from '../site/avatar.tsx'
import { Cleaned } from '../site/cooked.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import type { FillSlot } from '../site/routes.ts'
import { Slot, slot } from '../site/slot.tsx'
import { Time } from '../site/time.tsx'
import { TagLinks } from '../tags/links.tsx'
import type { TagRef } from '../tags/queries.ts'
import { KindChip } from './kind-views.tsx'
import { MOST_COUNTED, type Unread } from './unread.ts'

export type LedgerRow = {
  readonly id: number
  readonly slug: string
  readonly title: string
  readonly categoryId: number
  readonly author: Person
  readonly lastPoster: Person | null
  readonly replyCount: number
  readonly lastNumber: number
  readonly bumpedAt: Date
  readonly pinned: boolean
  readonly locked: boolean
  readonly kind: string
  readonly status: string
  /** What its kind shows of it in lists, as HTML. */
  readonly beside?: string
  readonly tags: readonly TagRef[]
}

type LedgerProps = {
  readonly page: PageContext
  readonly threads: readonly LedgerRow[]
  /** Whether rows name their category: not where all are in one. */
  readonly placed: boolean
}

/** Where a thread is, or its post of that number. */
export const threadPath = ({ id, slug }: { readonly id: number; readonly slug: string }, number = 1): string =>
  `/t/${id}/${slug || '-'}${number > 1 ? `/${number}` : ''}`

export const Ledger = ({ page, threads, placed }: LedgerProps) => (
  <ol class={page.signedIn ? 'ledger tracked' : 'ledger'}>
    {threads.map(thread => (
      <Row key={thread.id} page={page} thread={thread} placed={placed} />
    ))}
  </ol>
)

function Row({ page, thread, placed }: Omit<LedgerProps, 'threads'> & { readonly thread: LedgerRow }) {
  const { t } = page
  const { author, lastPoster } = thread
  const place = placed ? page.nav.find(({ id }) => id === thread.categoryId) : undefined
  const pinned = thread.pinned && !placed
  const classes = [...(pinned ? ['pinned'] : []), ...(page.signedIn ? [slot('row', thread.id)] : [])].join(' ')
  return (
    <li
      id={`thread-${thread.id}`}
      class={classes || undefined}
      data-at={thread.bumpedAt.getTime()}
      data-last={thread.lastNumber}
    >
      <Avatar page={page} of={author} />
      <div class="stack">
        <div>
          <a class="t" href={page.signedIn ? `${threadPath(thread)}${slot('at', thread.id)}` : threadPath(thread)}>
            {thread.title}
          </a>{' '}
          {page.signedIn && <Slot name="new" argument={thread.id} />}
        </div>
        <div class="meta">
          {place && (
            <a href={`/c/${place.slug}`}>
              <span class="swatch" data-tone={place.tone} />
              {place.name}
            </a>
          )}
          {pinned && <Mark page={page} icon="pin" label={t('thread.pinned')} />}
          <KindChip page={page} thread={thread} />
          {thread.beside && <Cleaned html={thread.beside} />}
          {thread.locked && <Mark page={page} icon="lock" label={t('thread.locked')} />}
          <span>{author.displayName}</span>
          <TagLinks tags={thread.tags} />
        </div>
      </div>
      <div class="last">
        {lastPoster && thread.replyCount > 0 && (
          <span class="row">
            <Avatar page={page} of={lastPoster} size="xs" />
            {lastPoster.displayName}
          </span>
        )}
        <span>
          {t('thread.replies', { count: thread.replyCount })} <span aria-hidden="true">·</span>{' '}
          <Time page={page} at={thread.bumpedAt} style="relative" />
        </span>
      </div>
    </li>
  )
}

const Mark = ({
  page,
  icon,
  label,
}: {
  readonly page: PageContext
  readonly icon: 'pin' | 'lock'
  readonly label: string
}) => (
  <span class="chip" data-tone="stone">
    <Icon page={page} name={icon} />
    {label}
  </span>
)

/** Fills the rows' slots for one viewer. */
export function fillRows(rows: readonly { readonly id: number; readonly unread: Unread | null }[]): FillSlot {
  const waiting = new Map(rows.map(({ id, unread }) => [String(id), unread]))
  return (name, argument, page) => {
    const unread = waiting.get(argument) ?? null
    if (name === 'row') return unread ? 'unread' : ''
    if (name === 'at') return unread ? placeOf(unread) : ''
    return name === 'new' ? (unread ? fillNew(page, unread) : '') : undefined
  }
}

/** What follows a thread's path on the way to the first unread post. */
const placeOf = ({ number, postId }: Unread): string => (number > 1 ? `/${number}#post-${postId}` : '')

const fillNew = (page: PageContext, { count }: Unread): string => {
  const words = count < MOST_COUNTED ? 'thread.newPosts' : 'thread.manyNewPosts'
  return renderToString(<span class="new s">{page.t(words, { count: Math.min(count, MOST_COUNTED - 1) })}</span>)
}
