import type { ReactionCount } from '../../posts/queries.ts'
import { Avatar } from '../../site/avatar.tsx'
import { Drawing, Icon } from '../../site/icon.tsx'
import { Layout } from '../../site/layout.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import { threadPath } from '../../threads/ledger.tsx'
import { isKey, KINDS, type ReactionKey } from '../kinds.ts'
import type { ReactionRow } from '../queries.ts'

type ReactionsPageProps = {
  readonly page: PageContext
  readonly thread: { readonly id: number; readonly slug: string; readonly title: string; readonly categoryId: number }
  readonly post: { readonly id: number; readonly number: number; readonly reactions: readonly ReactionCount[] }
  /** All that may be shown, in their order. */
  readonly keys: readonly ReactionKey[]
  /** The key that the list is narrowed to. */
  readonly chosen: string | undefined
  readonly items: readonly ReactionRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
}

/** Who reacted to a post, the newest first; all, or with one key. */
export function ReactionsPage(props: ReactionsPageProps) {
  const { page, thread, post, items, chosen, nextCursor, firstPage } = props
  const title = page.t('reaction.label', { number: post.number })
  const path = `/posts/${post.id}/reactions${chosen ? `?key=${chosen}` : ''}`
  return (
    <Layout page={page} title={title} indexed={false}>
      <header class="stack tight">
        <h1>{title}</h1>
        <p class="soft-ink">
          <a href={`${threadPath(thread, post.number)}#post-${post.id}`}>{thread.title}</a>
        </p>
      </header>
      {post.reactions.length > 0 && <Tabs {...props} />}
      <section class="sheet" aria-label={title}>
        {items.length > 0 ? <People page={page} items={items} /> : <Nobody page={page} />}
      </section>
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </Layout>
  )
}

function Tabs({ page, post, keys, chosen }: ReactionsPageProps) {
  const { t } = page
  const path = `/posts/${post.id}/reactions`
  const counts = new Map(post.reactions.map(({ key, count }) => [key, count]))
  const tab = (href: string, current: boolean, label: string) => (
    <a key={href} href={href} aria-current={current ? 'page' : undefined}>
      {label}
    </a>
  )
  return (
    <nav class="tabs" aria-label={t('reaction.who')}>
      {tab(path, chosen === undefined, t('reaction.all'))}
      {keys.flatMap(key => {
        const count = counts.get(key)
        const label = t('reaction.count', { name: t(`reaction.${key}`), count: count ?? 0 })
        return count === undefined ? [] : [tab(`${path}?key=${key}`, chosen === key, label)]
      })}
    </nav>
  )
}

const People = ({ page, items }: Pick<ReactionsPageProps, 'page' | 'items'>) => (
  <ol class="ledger">
    {items.map(({ key, member, at }) => (
      <li key={`${member.id} ${key}`}>
        <Avatar page={page} of={member} />
        <a class="t" href={`/m/${encodeURIComponent(member.name)}`}>
          {member.displayName}
        </a>
        <span class="last">
          {isKey(key) && (
            <span class="chip" data-tone={KINDS[key].tone}>
              <Icon page={page} name={key} />
              {page.t(`reaction.${key}`)}
            </span>
          )}
          <Time page={page} at={at} style="relative" />
        </span>
      </li>
    ))}
  </ol>
)

const Nobody = ({ page }: { readonly page: PageContext }) => (
  <div class="empty">
    <Drawing page={page} name="art-quiet" class="art" />
    <p class="b">{page.t('reaction.none')}</p>
    <p class="s">{page.t('reaction.noneHelp')}</p>
  </div>
)
