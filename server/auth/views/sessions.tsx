import { Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { SettingsFrame } from '../../site/settings-frame.tsx'
import { Time } from '../../site/time.tsx'
import { describeAgent } from '../user-agent.ts'

type SessionRow = {
  readonly id: string
  readonly userAgent: string
  readonly address: string
  readonly createdAt: Date
  readonly lastSeenAt: Date
  /** The one that asks. */
  readonly current: boolean
}

type SessionsPageProps = { readonly page: PageContext; readonly sessions: readonly SessionRow[] }

/** `POST /settings/sessions/:id/delete` and, for all others at once, `POST /settings/sessions/delete`. */
export function SessionsPage({ page, sessions }: SessionsPageProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/sessions">
      <p class="soft-ink">{t('sessions.help')}</p>
      <section class="sheet" aria-label={t('settings.sessions')}>
        <ul class="ledger">
          {sessions.map(session => (
            <Session key={session.id} page={page} session={session} />
          ))}
        </ul>
      </section>
      {sessions.length > 1 && (
        <form method="post" action="/settings/sessions/delete" data-behavior="busy-submit">
          <Submit class="btn" busy={t('sessions.ending')}>
            <Icon page={page} name="log-out" />
            {t('sessions.endOthers')}
          </Submit>
        </form>
      )}
    </SettingsFrame>
  )
}

function Session({ page, session }: { readonly page: PageContext; readonly session: SessionRow }) {
  const { t } = page
  const name = describeAgent(session.userAgent) ?? t('sessions.unknown')
  return (
    <li>
      <span class="swatch lg" data-tone={session.current ? 'brand' : 'stone'}>
        <Icon page={page} name="monitor-smartphone" />
      </span>
      <div class="stack">
        <p class="row">
          <b>{name}</b>
          {session.current && (
            <span class="chip" data-tone="ok">
              <Icon page={page} name="check" />
              {t('sessions.current')}
            </span>
          )}
        </p>
        <p class="meta">
          <span>
            {t('sessions.seen')} <Time page={page} at={session.lastSeenAt} />
          </span>
          {session.address && <span class="mono">{session.address}</span>}
        </p>
      </div>
      {!session.current && (
        <form class="last" method="post" action={`/settings/sessions/${session.id}/delete`}>
          <button class="btn sm" type="submit" aria-label={t('sessions.endNamed', { name })}>
            {t('sessions.end')}
          </button>
        </form>
      )}
    </li>
  )
}
