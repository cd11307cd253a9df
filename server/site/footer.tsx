import type { Locale } from '../core/i18n.ts'
import { Icon, type IconName } from './icon.tsx'
import type { PageContext } from './page.ts'

/** Each language in its own words. */
export const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français' }

const LANGUAGES = Object.entries(LANGUAGE_NAMES)

const THEMES = [
  { value: 'system', icon: 'sun-moon', label: 'theme.system' },
  { value: 'light', icon: 'sun', label: 'theme.light' },
  { value: 'dark', icon: 'moon', label: 'theme.dark' },
] as const satisfies readonly { value: string; icon: IconName; label: string }[]

/** What the house says of itself, and language and theme: two small forms that `POST /preferences` answers by leading back here. */
export function Footer({ page }: { readonly page: PageContext }) {
  const { t } = page
  return (
    <footer class="foot">
      <div class="split">
        <ul class="row">
          <li>{page.site.name}</li>
          <li>
            <a href="/privacy">{t('legal.privacy')}</a>
          </li>
          {page.site.hasTerms && (
            <li>
              <a href="/terms">{t('legal.terms')}</a>
            </li>
          )}
        </ul>
        <div class="row">
          <form method="post" action="/preferences" aria-label={t('footer.language')}>
            <input type="hidden" name="returnTo" value={page.path} />
            {LANGUAGES.map(([locale, name]) => (
              <button
                key={locale}
                class="btn sm"
                name="locale"
                value={locale}
                lang={locale}
                aria-pressed={locale === page.locale}
                type="submit"
              >
                {name}
              </button>
            ))}
          </form>
          <form method="post" action="/preferences" aria-label={t('footer.theme')}>
            <input type="hidden" name="returnTo" value={page.path} />
            {THEMES.map(({ value, icon, label }) => (
              <button
                key={value}
                class="btn sm sq"
                name="theme"
                value={value}
                aria-label={t(label)}
                title={t(label)}
                type="submit"
              >
                <Icon page={page} name={icon} class="sm" />
              </button>
            ))}
          </form>
        </div>
      </div>
    </footer>
  )
}
