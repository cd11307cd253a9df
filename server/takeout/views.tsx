import type { ConsentRow } from '../consents/service.ts'
import { Submit } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'
import type { ExportRow } from './service.ts'

type ListProps = { readonly page: PageContext; readonly exports: readonly ExportRow[] }
type DataPageProps = ListProps & { readonly consents: readonly ConsentRow[] }

/** `POST /settings/data/exports`, and what came of it; the way to be erased. */
export function DataPage({ page, exports, consents }: DataPageProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/data">
      <section class="sheet pad stack" aria-labelledby="takeout">
        <h2 id="takeout">{t('takeout.title')}</h2>
        <p class="soft-ink">{t('takeout.help')}</p>
        <form method="post" action="/settings/data/exports" data-behavior="busy-submit">
          <Submit busy={t('form.sending')}>
            <Icon page={page} name="download" />
            {t('takeout.ask')}
          </Submit>
        </form>
        <ExportList page={page} exports={exports} />
      </section>
      {consents.length > 0 && <Consents page={page} consents={consents} />}
      <section class="panel split">
        <p class="soft-ink grow-fit">{t('erasure.help')}</p>
        <a class="btn ghost" data-tone="bad" href="/settings/erase">
          <Icon page={page} name="trash-2" />
          {t('erasure.title')}
        </a>
      </section>
    </SettingsFrame>
  )
}

/** What was agreed to, or shown, when they joined: each text as it was then. */
function Consents({ page, consents }: Pick<DataPageProps, 'page' | 'consents'>) {
  const { t } = page
  return (
    <section class="sheet pad stack" aria-labelledby="consents">
      <h2 id="consents">{t('consent.title')}</h2>
      {consents.map(({ kind, version, at, text }) => (
        <details key={version}>
          <summary>
            {t(kind === 'terms' ? 'consent.terms' : 'consent.privacy')} <Time page={page} at={at} />
          </summary>
          <p class="prose as-written">{text}</p>
        </details>
      ))}
    </section>
  )
}

/** Those that were asked for; nothing while there are none. */
export function ExportList({ page, exports }: ListProps) {
  const { t } = page
  if (exports.length === 0) return null
  return (
    <ul class="ledger">
      {exports.map(({ id, memberName, askedAt, expiresAt, bytes, key }) => (
        <li key={id}>
          <Icon page={page} name="file" />
          <div class="stack">
            {key ? (
              <a class="t" href={`/settings/data/${id}/file`} download>
                {memberName}.tar.gz
              </a>
            ) : (
              <b>{t('takeout.waits')}</b>
            )}
            <p class="meta">
              <span>
                {t('takeout.asked')} <Time page={page} at={askedAt} />
              </span>
              {bytes !== null && <span class="num">{t('takeout.size', { kilobytes: Math.ceil(bytes / 1024) })}</span>}
              {expiresAt && (
                <span>
                  {t('takeout.until')} <Time page={page} at={expiresAt} style="date" />
                </span>
              )}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
