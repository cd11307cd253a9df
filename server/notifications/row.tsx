/** One notification: who, what happened, where, and the way there. */
import type { NotificationKinds } from '../core/notification-kinds.ts'
import { Avatar } from '../site/avatar.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { Rich } from '../site/rich.tsx'
import { Time } from '../site/time.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { NotificationRow } from './queries.ts'

type RowProps = { readonly page: PageContext; readonly row: NotificationRow; readonly only: boolean }

export function Row({ page, kinds, row, only }: RowProps & { readonly kinds: NotificationKinds }) {
  const { t } = page
  const { thread, post, actors, count, note, readAt } = row
  const look = kinds.get(row.kind)?.look(row)
  if (!look) return null
  const unread = readAt === null
  const [first, second] = actors.map(({ id, displayName }) => <b key={id}>{displayName}</b>)
  const somebody = t('notification.somebody')
  return (
    <li class={unread ? 'unread' : undefined}>
      <span class="swatch lg" data-tone={look.tone} aria-hidden="true">
        <Icon page={page} name={look.icon} />
      </span>
      <div class="stack">
        <p class="row start nowrap">
          {actors.length > 0 && (
            <span class="avs" aria-hidden="true">
              {actors.map(person => (
                <Avatar key={person.id} page={page} of={person} size="xs" />
              ))}
            </span>
          )}
          <span class="grow">
            {unread && <span class="vh">{t('notification.isUnread')} </span>}
            <Rich
              page={page}
              message={look.message}
              values={{ count, others: count - 2 }}
              elements={{ first: first ?? somebody, second: second ?? somebody, name: first ?? somebody }}
            />
          </span>
        </p>
        <a class="t" href={`${threadPath(thread, post.number)}#post-${post.id}`}>
          {thread.title}
        </a>
        {(note ?? post.excerpt) && <p class="s soft-ink clip">{note ?? post.excerpt}</p>}
      </div>
      <div class="last">
        <Time page={page} at={row.updatedAt} style="relative" />
        {unread && <MarkRead page={page} row={row} only={only} />}
      </div>
    </li>
  )
}

function MarkRead({ page, row, only }: RowProps) {
  const label = page.t('notification.readOne')
  return (
    <form
      method="post"
      action="/notifications/read"
      data-behavior="swap"
      data-swap="#notifications, #bell, #inbox"
      data-said={page.t('notification.oneRead')}
    >
      <input type="hidden" name="id" value={row.id} />
      <input type="hidden" name="upTo" value={row.position} />
      {only && <input type="hidden" name="unread" value="true" />}
      <button class="btn ghost sm sq" type="submit" aria-label={label} title={label}>
        <Icon page={page} name="check" />
      </button>
    </form>
  )
}
