import { Drawing, Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import { AdminFrame } from './frame.tsx'

type Mail = {
  readonly id: number
  readonly recipient: string
  readonly subject: string
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly attempts: number
  /** What the mail server said at the last attempt. */
  readonly error: string | null
}

type AdminOutboxProps = {
  readonly page: PageContext
  readonly mails: readonly Mail[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** Whether a mail server is set. */
  readonly sends: boolean
  /** How many failed, on all pages. */
  readonly failed: number
  /** Whether a button was pressed just now. */
  readonly tried: boolean
  /** Why it did nothing. */
  readonly problem: string | null
}

/** `POST /admin/outbox/:id/retries` and `/admin/outbox/retries` with nothing. */
export function AdminOutbox(props: AdminOutboxProps) {
  const { page, mails, nextCursor, firstPage, sends, failed, tried, problem } = props
  const { t } = page
  const retryAll = failed > 0 && (
    <form method="post" action="/admin/outbox/retries" data-behavior="busy-submit">
      <button class="btn" type="submit">
        <Icon page={page} name="rotate-ccw" />
        {t('outbox.retryAll', { count: failed })}
      </button>
    </form>
  )
  return (
    <AdminFrame
      page={page}
      title={t('admin.outbox')}
      help={t(sends ? 'outbox.help' : 'outbox.helpUnsent')}
      place="/admin/outbox"
      actions={retryAll}
    >
      {tried && <Notice page={page}>{t('outbox.tried')}</Notice>}
      {problem && (
        <Notice page={page} tone="warn">
          {problem}
        </Notice>
      )}
      {mails.length > 0 ? (
        <section class="sheet" aria-label={t('admin.outbox')}>
          <ul class="ledger">
            {mails.map(mail => (
              <li key={mail.id}>
                <span class="swatch lg" data-tone={mail.error ? 'bad' : mail.sentAt ? 'ok' : 'stone'}>
                  <Icon page={page} name="mail" />
                </span>
                <div class="stack">
                  <a class="t" href={`/admin/outbox/${mail.id}`}>
                    {mail.subject}
                  </a>
                  <p class="meta">
                    <span>{mail.recipient}</span>
                  </p>
                </div>
                <div class="last">
                  <MailState page={page} mail={mail} />
                  <Time page={page} at={mail.createdAt} style="relative" />
                  {sends && !mail.sentAt && <Retry page={page} mail={mail} />}
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <section class="sheet empty">
          <Drawing page={page} name="art-letter" class="art" />
          <p class="b">{t('outbox.empty')}</p>
        </section>
      )}
      <ListPager page={page} path="/admin/outbox" nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </AdminFrame>
  )
}

const Retry = ({ page, mail }: { readonly page: PageContext; readonly mail: Mail }) => (
  <form method="post" action={`/admin/outbox/${mail.id}/retries`} data-behavior="busy-submit">
    <button
      class="btn sm"
      type="submit"
      aria-label={page.t('outbox.retryNamed', { subject: mail.subject, to: mail.recipient })}
    >
      {page.t('outbox.retry')}
    </button>
  </form>
)

function MailState({ page, mail }: { readonly page: PageContext; readonly mail: Mail }) {
  const { t } = page
  if (mail.sentAt) {
    return (
      <span class="chip" data-tone="ok">
        <Icon page={page} name="check" />
        {t('outbox.sent')}
      </span>
    )
  }
  return (
    <span class="chip" data-tone={mail.error ? 'bad' : 'stone'}>
      <Icon page={page} name={mail.error ? 'triangle-alert' : 'mail'} />
      {mail.error ? t('outbox.failed', { count: mail.attempts }) : t('outbox.waiting')}
    </span>
  )
}

/** One mail as its receiver would read it; its text is gone once it went out. */
export function AdminMail({
  page,
  mail,
  sends,
  problem,
}: {
  readonly page: PageContext
  readonly mail: Mail & { readonly text: string }
  readonly sends: boolean
  /** Why the button did nothing. */
  readonly problem: string | null
}) {
  const { t } = page
  return (
    <AdminFrame
      page={page}
      title={mail.subject}
      place="/admin/outbox"
      actions={sends && !mail.sentAt && <Retry page={page} mail={mail} />}
    >
      {problem && (
        <Notice page={page} tone="warn">
          {problem}
        </Notice>
      )}
      <section class="sheet pad stack loose">
        <dl class="facts lead">
          <dt>{t('outbox.to')}</dt>
          <dd>{mail.recipient}</dd>
          <dt>{t('outbox.written')}</dt>
          <dd>
            <Time page={page} at={mail.createdAt} />
          </dd>
          <dt>{t('outbox.state')}</dt>
          <dd>
            <MailState page={page} mail={mail} />
          </dd>
        </dl>
        {mail.error && (
          <p class="note" data-tone="bad">
            <Icon page={page} name="triangle-alert" />
            <span class="grow mono">{mail.error}</span>
          </p>
        )}
        <hr />
        {mail.text ? <p class="prose as-written">{mail.text}</p> : <p class="quiet">{t('outbox.gone')}</p>}
      </section>
      <p>
        <a href="/admin/outbox">{t('outbox.back')}</a>
      </p>
    </AdminFrame>
  )
}
