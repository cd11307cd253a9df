/** The frame of administration: its own rail, and a heading with what can be done here beside it. */
import type { ComponentChildren } from 'preact'
import type { IconName } from '../../site/icon.tsx'
import { Layout } from '../../site/layout.tsx'
import type { PageContext } from '../../site/page.ts'
import { RailLink } from '../../site/rail.tsx'

const PLACES = [
  { href: '/admin', icon: 'gauge', label: 'admin.dashboard' },
  { href: '/admin/settings', icon: 'settings', label: 'admin.settings' },
  { href: '/admin/appearance', icon: 'palette', label: 'admin.appearance' },
  { href: '/admin/categories', icon: 'folder-tree', label: 'admin.categories' },
  { href: '/admin/tags', icon: 'hash', label: 'nav.tags' },
  { href: '/admin/members', icon: 'user', label: 'admin.members' },
  { href: '/admin/groups', icon: 'users', label: 'admin.groups' },
  { href: '/admin/permissions', icon: 'shield-check', label: 'admin.permissions' },
  { href: '/admin/plugins', icon: 'puzzle', label: 'admin.plugins' },
  { href: '/admin/outbox', icon: 'mail', label: 'admin.outbox' },
  { href: '/admin/jobs', icon: 'list-checks', label: 'admin.jobs' },
  { href: '/admin/webhooks', icon: 'webhook', label: 'admin.webhooks' },
  { href: '/admin/system', icon: 'gauge', label: 'admin.serverState' },
  { href: '/admin/audit', icon: 'scroll-text', label: 'admin.audit' },
] as const satisfies readonly { href: string; icon: IconName; label: string }[]

type AdminFrameProps = {
  readonly page: PageContext
  readonly title: string
  readonly help?: string
  /** The place in the rail that the page belongs to. */
  readonly place: (typeof PLACES)[number]['href']
  /** For who keeps this place and no other: the rail leads nowhere else. */
  readonly alone?: boolean
  readonly actions?: ComponentChildren
  readonly children: ComponentChildren
}

export function AdminFrame({ page, title, help, place, alone = false, actions, children }: AdminFrameProps) {
  const { t } = page
  const rail = (
    <>
      <ul>
        <RailLink
          page={page}
          href="/"
          icon="arrow-left"
          label={t('error.home', { site: page.site.name })}
          current={place}
        />
      </ul>
      <h2>{t('nav.admin')}</h2>
      <ul>
        {PLACES.filter(({ href }) => !alone || href === place).map(({ href, icon, label }) => (
          <RailLink key={href} page={page} href={href} icon={icon} label={t(label)} current={place} />
        ))}
      </ul>
    </>
  )
  return (
    <Layout page={page} title={title} indexed={false} rail={rail} current={place}>
      <header class="split start">
        <div class="stack tight grow-fit">
          <h1>{title}</h1>
          {help && <p class="soft-ink">{help}</p>}
        </div>
        {actions}
      </header>
      {children}
    </Layout>
  )
}
