import type { LogStanding, Standing } from '../../core/events/standing.ts'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { labelOr } from '../labels.ts'

const TONES = { current: 'ok', behind: 'stone', failing: 'bad' } as const
const ICONS = { current: 'check', behind: 'clock', failing: 'triangle-alert' } as const

type ConsumersProps = { readonly page: PageContext; readonly log: LogStanding }

/** Those that follow the log, each with `POST /admin/consumers/:name/retries` while it has something to read. */
export const Consumers = ({ page, log }: ConsumersProps) => (
  <section class="stack" aria-labelledby="consumers">
    <div class="stack tight">
      <h2 id="consumers">{page.t('consumer.title')}</h2>
      <p class="soft-ink">{page.t('consumer.help', { position: log.position })}</p>
    </div>
    <div class="sheet">
      <ul class="ledger">
        {log.consumers.map(one => (
          <Consumer key={one.name} page={page} standing={one} />
        ))}
      </ul>
    </div>
  </section>
)

function Consumer({ page, standing }: { readonly page: PageContext; readonly standing: Standing }) {
  const { t } = page
  const { name, state, position, behind, since, after, failures, failingSince, trouble } = standing
  const labelOf = (one: string) => labelOr(t, `consumer.name.${one}`, one)
  return (
    <li>
      <span class="swatch lg" data-tone={TONES[state]}>
        <Icon page={page} name={ICONS[state]} />
      </span>
      <div class="stack">
        <p class="row">
          <b>{labelOf(name)}</b>
          <span class="chip" data-tone={TONES[state]}>
            {t(`consumer.state.${state}`)}
          </span>
        </p>
        <p class="meta">
          <span class="mono">{name}</span>
          <span>{t('consumer.position', { position })}</span>
          {since && (
            <span>
              {t('consumer.behind', { count: behind })} <Time page={page} at={since} />
            </span>
          )}
          {after && behind > 0 && <span>{t('consumer.after', { name: labelOf(after) })}</span>}
          {failingSince && (
            <span>
              {t('consumer.failures', { count: failures })} <Time page={page} at={failingSince} />
            </span>
          )}
        </p>
        {trouble && <p class="quiet s mono as-written">{trouble}</p>}
      </div>
      {state !== 'current' && (
        <form class="last" method="post" action={`/admin/consumers/${name}/retries`} data-behavior="busy-submit">
          <button class="btn sm" type="submit" aria-label={t('consumer.retryNamed', { name: labelOf(name) })}>
            {t('consumer.retry')}
          </button>
        </form>
      )}
    </li>
  )
}
