/** The frame of a member's settings: tabs to real addresses. */
import type { ComponentChildren } from 'preact'
import { Layout } from './layout.tsx'
import type { PageContext } from './page.ts'

const TABS = [
  { href: '/settings/profile', label: 'settings.profile' },
  { href: '/settings/privacy', label: 'settings.privacy' },
  { href: '/settings/preferences', label: 'settings.preferences' },
  { href: '/settings/notifications', label: 'settings.notifications' },
  { href: '/settings/follows', label: 'settings.follows' },
  { href: '/settings/account', label: 'settings.account' },
  { href: '/settings/sessions', label: 'settings.sessions' },
  { href: '/settings/uploads', label: 'settings.uploads' },
  { href: '/settings/tokens', label: 'settings.tokens' },
  { href: '/settings/data', label: 'settings.data' },
] as const

type SettingsFrameProps = {
  readonly page: PageContext
  readonly current: (typeof TABS)[number]['href']
  readonly children: ComponentChildren
}

export function SettingsFrame({ page, current, children }: SettingsFrameProps) {
  const { t } = page
  const tab = TABS.find(({ href }) => href === current)
  return (
    <Layout page={page} title={tab ? t(tab.label) : t('nav.settings')} indexed={false}>
      <h1>{t('nav.settings')}</h1>
      <nav class="tabs" aria-label={t('nav.settings')}>
        {TABS.map(({ href, label }) => (
          <a key={href} href={href} aria-current={href === current ? 'page' : undefined}>
            {t(label)}
          </a>
        ))}
      </nav>
      {children}
    </Layout>
  )
}
