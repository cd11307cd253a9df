/** The slots that every page has, filled for one viewer: pure, from what the request's first query brought. */
import { randomUUID } from 'node:crypto'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Viewer } from '../core/http/identity.ts'
import { Avatar } from './avatar.tsx'
import { Bell, Inbox, isAtInbox } from './bell.tsx'
import { Icon, type IconName } from './icon.tsx'
import type { PageContext } from './page.ts'

export type Who = {
  readonly page: PageContext
  /** Null for visitors. */
  readonly viewer: Pick<Viewer, 'id' | 'name' | 'displayName' | 'avatar'> | null
  /** How many of their notifications are unread; more than 99 are 100. */
  readonly unread: number
  readonly administrator: boolean
  readonly newcomer: boolean
  /** Address of the private stylesheet that lays this viewer's controls open; null for who has none. */
  readonly viewerCss: string | null
}

type Fill = {
  /** What differs in it from one viewer and page to another. */
  readonly by: (who: Who) => readonly unknown[]
  readonly view: (who: Who) => VNode | null
}

const MOST_FILLED = 20_000
const filled = new Map<string, string>()

/**
 * Fills `me` with the viewer's id, `newcomer` with 1 for who is one, `key` with words nobody has had before, and the slots
 * named below with HTML; a slot of another name stays empty. HTML once made is kept: it stands on every page.
 */
export function fillCommon({ name }: { readonly name: string; readonly argument: string }, who: Who): string {
  if (name === 'me') return String(who.viewer?.id ?? '')
  if (name === 'key') return randomUUID()
  if (name === 'newcomer') return who.newcomer ? '1' : ''
  const fill = FILLS.get(name)
  if (!fill) return ''
  const key = [name, who.page.locale, ...fill.by(who)].join('\n')
  let html = filled.get(key)
  if (html === undefined) {
    const node = fill.view(who)
    html = node ? renderToString(node) : ''
    if (filled.size >= MOST_FILLED) filled.clear()
    filled.set(key, html)
  }
  return html
}

/** Whether the page is the one that the tab bar's last place leads to. */
const isAtHome = ({ page, viewer }: Who): boolean => page.path === (viewer ? profileOf(viewer) : '/sign-in')

const person = ({ viewer }: Who) => [viewer?.id, viewer?.name, viewer?.displayName, viewer?.avatar]

const FILLS: ReadonlyMap<string, Fill> = new Map<string, Fill>([
  [
    'styles',
    {
      by: ({ viewerCss }) => [viewerCss],
      view: ({ viewerCss }) => (viewerCss ? <link rel="stylesheet" href={viewerCss} /> : null),
    },
  ],
  ['account', { by: who => [...person(who), who.administrator], view: who => <Account {...who} /> }],
  ['you', { by: who => [...person(who), isAtHome(who)], view: who => <You {...who} /> }],
  [
    'bell',
    {
      by: ({ page, unread }) => [unread, isAtInbox(page)],
      view: ({ page, unread }) => <Bell page={page} unread={unread} />,
    },
  ],
  [
    'inbox',
    {
      by: ({ page, unread }) => [unread, isAtInbox(page)],
      view: ({ page, unread }) => <Inbox page={page} unread={unread} />,
    },
  ],
])

const profileOf = ({ name }: { readonly name: string }): string => `/m/${encodeURIComponent(name)}`

/** The corner of the header: an account menu, or the two doors for visitors. */
function Account({ page, viewer, administrator }: Who) {
  const { t } = page
  if (!viewer) {
    return (
      <>
        <a class="btn ghost wide" href="/sign-in">
          {t('nav.signIn')}
        </a>
        <a class="btn fill" href="/join">
          {t('nav.join')}
        </a>
      </>
    )
  }
  return (
    <details class="menu" data-behavior="menu">
      <summary class="btn ghost sq">
        <Avatar page={page} of={viewer} size="sm" />
        <span class="vh">{t('nav.account', { name: viewer.displayName })}</span>
      </summary>
      <ul>
        <Item page={page} href={profileOf(viewer)} icon="user" label={t('nav.profile')} />
        <Item page={page} href="/settings/profile" icon="settings" label={t('nav.settings')} />
        <Item page={page} href="/drafts" icon="pen-line" label={t('drafts.title')} />
        {administrator && <Item page={page} href="/admin" icon="gauge" label={t('nav.admin')} />}
        <li>
          <button class="item" type="button" data-behavior="keys" hidden>
            <Icon page={page} name="keyboard" />
            {t('nav.keys')}
          </button>
        </li>
        <li>
          <form method="post" action="/sign-out">
            <button class="item" type="submit">
              <Icon page={page} name="log-out" />
              {t('nav.signOut')}
            </button>
          </form>
        </li>
      </ul>
    </details>
  )
}

type ItemProps = { readonly page: PageContext; readonly href: string; readonly icon: IconName; readonly label: string }

const Item = ({ page, href, icon, label }: ItemProps) => (
  <li>
    <a class="item" href={href}>
      <Icon page={page} name={icon} />
      {label}
    </a>
  </li>
)

/** The last place of the tab bar. */
function You({ page, viewer }: Who) {
  const href = viewer ? profileOf(viewer) : '/sign-in'
  return (
    <a href={href} aria-current={page.path === href ? 'page' : undefined}>
      <Icon page={page} name={viewer ? 'user' : 'log-in'} />
      {page.t(viewer ? 'nav.you' : 'nav.signIn')}
    </a>
  )
}
