import { CheckList, FormErrors, type FormProps, SelectField, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { MadeSecret } from '../../site/made-secret.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { EVENTS } from '../../webhooks/events.ts'
import type { DeliveryRow, WebhookRow } from '../../webhooks/queries.ts'
import { DeleteQuestion } from './delete-question.tsx'
import { AdminFrame } from './frame.tsx'
import { WebhookLog } from './webhook-log.tsx'

const PATH = '/admin/webhooks'

type Place = { readonly value: string; readonly label: string }

type FieldsProps = FormProps & {
  /** Categories that it may be limited to. */
  readonly places: readonly Place[]
  /** Events that are ticked. */
  readonly chosen: readonly string[]
}

type AdminWebhooksProps = FieldsProps & {
  readonly hooks: readonly WebhookRow[]
  /** Whether the viewer keeps nothing but webhooks. */
  readonly alone: boolean
}

/** The webhooks in sight, and `POST /admin/webhooks` with `url`, `description`, `categoryId`, `events`. */
export function AdminWebhooks({ page, form, hooks, places, chosen, alone }: AdminWebhooksProps) {
  const { t } = page
  return (
    <AdminFrame page={page} title={t('admin.webhooks')} help={t('webhook.help')} place={PATH} alone={alone}>
      {hooks.length > 0 && (
        <section class="sheet" aria-label={t('admin.webhooks')}>
          <ul class="ledger">
            {hooks.map(hook => (
              <Hook key={hook.id} page={page} hook={hook} />
            ))}
          </ul>
        </section>
      )}
      <form
        class="sheet pad stack"
        method="post"
        action={PATH}
        data-behavior="busy-submit"
        aria-labelledby="new-webhook"
      >
        <h2 id="new-webhook">{t('webhook.new')}</h2>
        <WebhookFields page={page} form={form} places={places} chosen={chosen} />
        <div>
          <Submit busy={t('form.saving')}>{t('webhook.create')}</Submit>
        </div>
      </form>
    </AdminFrame>
  )
}

type HookProps = { readonly page: PageContext; readonly hook: WebhookRow }

const Hook = ({ page, hook }: HookProps) => (
  <li>
    <span class="swatch lg" data-tone={toneOf(hook)}>
      <Icon page={page} name="webhook" />
    </span>
    <div class="stack">
      <a class="t" href={`${PATH}/${hook.id}`}>
        {hook.description || new URL(hook.url).host}
      </a>
      <p class="meta">
        <span class="mono">{hook.url}</span>
      </p>
    </div>
    <div class="last">
      <span class="chip" data-tone={toneOf(hook)}>
        {page.t(`webhook.state.${stateOf(hook)}`)}
      </span>
      <span>{page.t('webhook.eventCount', { count: hook.events.length })}</span>
    </div>
  </li>
)

const stateOf = ({ active, stopReason, failingSince }: WebhookRow) =>
  active ? (failingSince ? 'failing' : 'on') : stopReason ? 'stopped' : 'off'

const TONES = { on: 'ok', failing: 'warn', stopped: 'bad', off: 'stone' } as const

const toneOf = (hook: WebhookRow) => TONES[stateOf(hook)]

function WebhookFields({ page, form, places, chosen }: FieldsProps) {
  const { t } = page
  const labels = {
    url: t('webhook.url'),
    description: t('admin.description'),
    categoryId: t('webhook.place'),
    events: t('webhook.events'),
  }
  return (
    <>
      <FormErrors page={page} form={form} labels={labels} />
      <TextField
        page={page}
        form={form}
        name="url"
        type="url"
        label={labels.url}
        hint={t('webhook.urlHint')}
        maxLength={2000}
        autocomplete="off"
      />
      <TextField
        page={page}
        form={form}
        name="description"
        label={labels.description}
        maxLength={200}
        autocomplete="off"
        required={false}
        optional={true}
      />
      <div class="narrow">
        <SelectField
          page={page}
          form={form}
          name="categoryId"
          label={labels.categoryId}
          options={places}
          prompt={t('webhook.everywhere')}
          required={false}
        />
      </div>
      <CheckList
        page={page}
        form={form}
        name="events"
        legend={labels.events}
        options={EVENTS.map(name => ({ value: name, label: t(`webhook.event.${name}`), help: name }))}
        chosen={chosen}
        columns
        mono
      />
    </>
  )
}

type AdminWebhookProps = FieldsProps & {
  readonly hook: WebhookRow
  /** The secret, on the page that follows its making. */
  readonly secret: string | null
  /** Why a button did nothing. */
  readonly problem: string | null
  readonly deliveries: readonly DeliveryRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
  readonly alone: boolean
}

/** `POST /admin/webhooks/:id` with the fields; `…/pings`, `…/active`, `…/active/delete`, `…/secret` with nothing. */
export function AdminWebhook(props: AdminWebhookProps) {
  const { page, hook, secret, problem, places, chosen, form, alone } = props
  const { t } = page
  const path = `${PATH}/${hook.id}`
  return (
    <AdminFrame
      page={page}
      title={hook.description || new URL(hook.url).host}
      place={PATH}
      alone={alone}
      actions={<Acts page={page} hook={hook} />}
    >
      {problem && (
        <Notice page={page} tone="warn">
          {problem}
        </Notice>
      )}
      {secret && <MadeSecret page={page} title={t('webhook.secretMade')} label={t('webhook.secret')} secret={secret} />}
      <State page={page} hook={hook} />
      <WebhookLog {...props} path={path} />
      <form class="sheet pad stack" method="post" action={path} data-behavior="busy-submit">
        <h2>{t('webhook.what')}</h2>
        <WebhookFields page={page} form={form} places={places} chosen={chosen} />
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
      <form class="panel split" method="post" action={`${path}/secret`} data-behavior="busy-submit">
        <p class="soft-ink grow-fit">
          {t('webhook.rotateHelp')}{' '}
          {hook.previousUntil && hook.previousUntil > page.now && (
            <>
              {t('webhook.previousUntil')} <Time page={page} at={hook.previousUntil} />
            </>
          )}
        </p>
        <Submit class="btn" busy={t('form.saving')}>
          <Icon page={page} name="key-round" />
          {t('webhook.rotate')}
        </Submit>
      </form>
      <div class="panel split">
        <p class="soft-ink grow-fit">{t('webhook.deleteHelp')}</p>
        <a class="btn ghost" data-tone="bad" href={`${path}/delete`}>
          <Icon page={page} name="trash-2" />
          {t('webhook.delete')}
        </a>
      </div>
    </AdminFrame>
  )
}

const Acts = ({ page, hook }: HookProps) => {
  const { t } = page
  const path = `${PATH}/${hook.id}`
  return (
    <div class="row">
      {hook.active && (
        <form method="post" action={`${path}/pings`} data-behavior="busy-submit">
          <Submit class="btn" busy={t('form.sending')}>
            {t('webhook.ping')}
          </Submit>
        </form>
      )}
      <form method="post" action={`${path}/active${hook.active ? '/delete' : ''}`} data-behavior="busy-submit">
        <Submit class="btn" busy={t('form.saving')}>
          {t(hook.active ? 'webhook.switchOff' : 'webhook.switchOn')}
        </Submit>
      </form>
    </div>
  )
}

/** What there is to know about how it goes; nothing while it goes well. */
function State({ page, hook }: HookProps) {
  const { t } = page
  if (!hook.active) {
    return (
      <p class="note" data-tone={hook.stopReason ? 'bad' : 'stone'}>
        <Icon page={page} name={hook.stopReason ? 'triangle-alert' : 'info'} />
        <span class="grow">{t(hook.stopReason ? `webhook.stopped.${hook.stopReason}` : 'webhook.isOff')}</span>
      </p>
    )
  }
  if (!hook.failingSince) return null
  return (
    <p class="note" data-tone="warn">
      <Icon page={page} name="triangle-alert" />
      <span class="grow">
        {t('webhook.failingSince')} <Time page={page} at={hook.failingSince} />
      </span>
    </p>
  )
}

type DeleteWebhookProps = HookProps & { readonly alone: boolean }

/** The question before `POST /admin/webhooks/:id/delete`. */
export const DeleteWebhook = ({ page, hook, alone }: DeleteWebhookProps) => (
  <DeleteQuestion
    page={page}
    title={page.t('webhook.deleteTitle')}
    place={PATH}
    alone={alone}
    path={`${PATH}/${hook.id}`}
    warning={page.t('webhook.deleteWarning', { url: hook.url })}
    act={page.t('webhook.delete')}
  />
)
