/** What a webhook was told, and how that went. What its receiver answered is shown as text. */
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import type { DeliveryRow } from '../../webhooks/queries.ts'

type WebhookLogProps = {
  readonly page: PageContext
  /** The webhook's own address. */
  readonly path: string
  readonly hook: { readonly active: boolean }
  readonly deliveries: readonly DeliveryRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
}

/** The newest first, each with `POST …/deliveries/:deliveryId/redeliveries`. */
export function WebhookLog({ page, path, hook, deliveries, nextCursor, firstPage }: WebhookLogProps) {
  const { t } = page
  return (
    <>
      <section class="sheet" aria-labelledby="log">
        <div class="head stack tight">
          <h2 id="log">{t('webhook.log')}</h2>
          <p class="soft-ink">{t('webhook.logHelp')}</p>
        </div>
        {deliveries.length > 0 ? (
          <ul class="ledger">
            {deliveries.map(delivery => (
              <Delivery key={delivery.id} page={page} path={path} delivery={delivery} resends={hook.active} />
            ))}
          </ul>
        ) : (
          <p class="pad quiet">{t('webhook.logEmpty')}</p>
        )}
      </section>
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </>
  )
}

const TONES = { pending: 'stone', delivered: 'ok', failed: 'warn', 'given-up': 'bad' } as const
const ICONS = { pending: 'clock', delivered: 'check', failed: 'history', 'given-up': 'triangle-alert' } as const

type DeliveryProps = {
  readonly page: PageContext
  readonly path: string
  readonly delivery: DeliveryRow
  readonly resends: boolean
}

function Delivery({ page, path, delivery, resends }: DeliveryProps) {
  const { t } = page
  const { id, type, at, status, attempts, nextAt, answer } = delivery
  return (
    <li>
      <span class="swatch lg" data-tone={TONES[status]}>
        <Icon page={page} name={ICONS[status]} />
      </span>
      <div class="stack">
        <p class="row">
          <b class="mono">{type}</b>
          <span class="chip" data-tone={TONES[status]}>
            {t(`webhook.delivery.${status}`)}
          </span>
        </p>
        <p class="meta">
          <span class="num">#{id}</span>
          <Time page={page} at={at} />
          {attempts > 0 && <span>{t('webhook.attempts', { count: attempts })}</span>}
          <Outcome page={page} delivery={delivery} />
          {status === 'failed' && nextAt && (
            <span>
              {t('webhook.nextAt')} <Time page={page} at={nextAt} />
            </span>
          )}
        </p>
        {answer !== '' && <p class="quiet s mono as-written">{answer}</p>}
      </div>
      {resends && (
        <form class="last" method="post" action={`${path}/deliveries/${id}/redeliveries`} data-behavior="busy-submit">
          <button class="btn sm" type="submit" aria-label={t('webhook.redeliverNamed', { id: String(id) })}>
            {t('webhook.redeliver')}
          </button>
        </form>
      )}
    </li>
  )
}

function Outcome({ page, delivery }: Pick<DeliveryProps, 'page' | 'delivery'>) {
  const { t } = page
  const { lastStatus, trouble, tookMs } = delivery
  if (trouble) return <span>{t(`webhook.trouble.${trouble}`)}</span>
  if (lastStatus === null) return null
  return <span class="num">{t('webhook.answered', { status: String(lastStatus), ms: tookMs ?? 0 })}</span>
}
