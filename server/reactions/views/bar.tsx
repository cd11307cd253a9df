/**
 * How a post is reacted to, in its footer. Counts are the same for all; whether one's own is among them stands in two
 * viewer slots per reaction: `pressed`, and `undo`, the rest of the address that a pressed button sends to.
 */
import type { ReactionCount } from '../../posts/queries.ts'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { slot } from '../../site/slot.tsx'
import { KINDS, type ReactionKey } from '../kinds.ts'
import type { OwnReactions } from '../queries.ts'

type ReactionBarProps = {
  readonly page: PageContext
  readonly post: { readonly id: number; readonly number: number; readonly reactions: readonly ReactionCount[] }
  /** All that may be shown, in their order. */
  readonly keys: readonly ReactionKey[]
  /** What this class of viewers may react with; null for who may not. */
  readonly offered: readonly ReactionKey[] | null
}

const barId = (postId: number): string => `post-${postId}-reactions`

export function ReactionBar({ page, post, keys, offered }: ReactionBarProps) {
  const given = keys.flatMap(key => post.reactions.filter(one => one.key === key).map(({ count }) => ({ key, count })))
  const props = { page, post, given }
  return (
    <div class="reactions" id={barId(post.id)}>
      {offered ? (
        <>
          <span data-only="author">
            <Counts {...props} />
          </span>
          <span data-not="author">
            <Buttons {...props} offered={offered} />
          </span>
        </>
      ) : (
        <Counts {...props} />
      )}
    </div>
  )
}

type Given = { readonly key: ReactionKey; readonly count: number }
type GivenProps = Pick<ReactionBarProps, 'page' | 'post'> & { readonly given: readonly Given[] }

/** For who only looks, and for the author: each leads to whose they are. */
function Counts({ page, post, given }: GivenProps) {
  const { t } = page
  if (given.length === 0) return null
  return (
    <ul class="row" aria-label={t('reaction.label', { number: post.number })}>
      {given.map(({ key, count }) => (
        <li key={key}>
          <a
            class="react"
            href={`/posts/${post.id}/reactions?key=${key}`}
            data-tone={KINDS[key].tone}
            aria-label={t('reaction.count', { name: t(`reaction.${key}`), count })}
            title={t(`reaction.${key}`)}
          >
            <Icon page={page} name={key} class="sm" />
            {t('reaction.number', { count })}
          </a>
        </li>
      ))}
    </ul>
  )
}

/** One form: the pressed button says which reaction, and whether it is given or taken back. */
function Buttons({ page, post, given, offered }: GivenProps & { readonly offered: readonly ReactionKey[] }) {
  const { t } = page
  const action = `/posts/${post.id}/reactions`
  return (
    <form
      class="row"
      method="post"
      action={action}
      data-behavior="swap"
      data-swap={`#${barId(post.id)}`}
      aria-label={t('reaction.label', { number: post.number })}
    >
      {given.map(({ key, count }) => (
        <button
          key={key}
          type="submit"
          class="react"
          name="key"
          value={key}
          data-tone={KINDS[key].tone}
          {...ownState(action, `${post.id}-${key}`)}
          aria-label={t('reaction.count', { name: t(`reaction.${key}`), count })}
          title={t(`reaction.${key}`)}
        >
          <Icon page={page} name={key} class="sm" />
          {t('reaction.number', { count })}
        </button>
      ))}
      <More page={page} post={post} given={given} rest={offered.filter(key => given.every(one => one.key !== key))} />
    </form>
  )
}

/** The attributes of a button that depend on who looks. */
const ownState = (action: string, argument: string): Readonly<Record<string, string>> => ({
  formaction: action + slot('undo', argument),
  'aria-pressed': slot('pressed', argument),
})

/** What nobody has given yet, and whose the others are. */
function More({ page, post, given, rest }: GivenProps & { readonly rest: readonly ReactionKey[] }) {
  const { t } = page
  const path = `/posts/${post.id}/reactions`
  if (rest.length === 0) return given.length === 0 ? null : <Who page={page} path={path} class="react" />
  const label = t('reaction.add', { number: post.number })
  return (
    <details class="menu" data-behavior="menu">
      <summary class="react" aria-label={label} title={label}>
        <Icon page={page} name="smile-plus" class="sm" />
      </summary>
      <ul>
        {rest.map(key => (
          <li key={key} data-tone={KINDS[key].tone}>
            <button type="submit" class="item" name="key" value={key}>
              <Icon page={page} name={key} />
              {t(`reaction.${key}`)}
            </button>
          </li>
        ))}
        {given.length > 0 && (
          <li class="apart">
            <Who page={page} path={path} class="item" />
          </li>
        )}
      </ul>
    </details>
  )
}

type WhoProps = { readonly page: PageContext; readonly path: string; readonly class: string }

const Who = ({ page, path, class: kind }: WhoProps) => (
  <a class={kind} href={path}>
    <Icon page={page} name="users" class={kind === 'react' ? 'sm' : ''} />
    {page.t('reaction.who')}
  </a>
)

/** Fills the bars' slots for a member whose own reactions on the page these are. */
export function fillReactions(own: OwnReactions): (name: string, argument: string) => string | undefined {
  const pressed = new Set(Object.entries(own).flatMap(([postId, keys]) => keys.map(key => `${postId}-${key}`)))
  return (name, argument) => {
    if (name === 'pressed') return String(pressed.has(argument))
    if (name === 'undo') return pressed.has(argument) ? `/${argument.slice(argument.indexOf('-') + 1)}/delete` : ''
    return undefined
  }
}
