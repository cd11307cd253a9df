/** A member's API tokens: the list, the form for another one, and once the secret of the one just made. */

import type { Scope } from '../core/http/scopes.ts'
import { CheckList, FormErrors, SelectField, Submit, TextField } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { MadeSecret } from '../site/made-secret.tsx'
import type { PageContext } from '../site/page.ts'
import type { FormState } from '../site/routes.ts'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'

type TokenRow = {
  readonly id: number
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

type TokensPageProps = {
  readonly page: PageContext
  readonly tokens: readonly TokenRow[]
  /** The token that was made just now, with its secret. */
  readonly made: { readonly name: string; readonly token: string } | null
  readonly offered: readonly Scope[]
  /** Scopes that are ticked. */
  readonly chosen: readonly string[]
  /** In days; 0 is without end. */
  readonly lifetimes: readonly number[]
  readonly form: FormState
}

/** `POST /settings/tokens` with `name`, `scopes`, `days`; `POST /settings/tokens/:id/delete`. */
export function TokensPage(props: TokensPageProps) {
  const { page, tokens, made } = props
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/tokens">
      {made && (
        <MadeSecret
          page={page}
          title={t('token.made', { name: made.name })}
          label={t('token.secret')}
          secret={made.token}
        />
      )}
      <p class="soft-ink">{t('token.intro')}</p>
      {tokens.length > 0 && (
        <section class="sheet" aria-label={t('settings.tokens')}>
          <ul class="ledger">
            {tokens.map(token => (
              <Token key={token.id} page={page} token={token} />
            ))}
          </ul>
        </section>
      )}
      <NewToken {...props} />
    </SettingsFrame>
  )
}

function Token({ page, token }: { readonly page: PageContext; readonly token: TokenRow }) {
  const { t } = page
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt } = token
  const isOver = expiresAt !== null && expiresAt <= page.now
  return (
    <li>
      <span class="swatch lg" data-tone="stone">
        <Icon page={page} name="key-round" />
      </span>
      <div class="stack">
        <p class="row">
          <b>{name}</b>
          {scopes.map(scope => (
            <span key={scope} class="chip">
              {scope}
            </span>
          ))}
          {isOver && (
            <span class="chip" data-tone="warn">
              {t('token.over')}
            </span>
          )}
        </p>
        <p class="meta">
          <span>
            {t('token.created')} <Time page={page} at={createdAt} style="date" />
          </span>
          {lastUsedAt ? (
            <span>
              {t('token.used')} <Time page={page} at={lastUsedAt} />
            </span>
          ) : (
            <span>{t('token.neverUsed')}</span>
          )}
          {expiresAt ? (
            <span>
              {t('token.expires')} <Time page={page} at={expiresAt} style="date" />
            </span>
          ) : (
            <span>{t('token.neverExpires')}</span>
          )}
        </p>
      </div>
      <form class="last" method="post" action={`/settings/tokens/${id}/delete`} data-behavior="busy-submit">
        <button class="btn sm" type="submit" aria-label={t('token.revokeNamed', { name })}>
          {t('token.revoke')}
        </button>
      </form>
    </li>
  )
}

function NewToken({ page, offered, chosen, lifetimes, form }: TokensPageProps) {
  const { t } = page
  const labels = { name: t('token.name'), scopes: t('token.scopes'), days: t('token.lifetime') }
  const options = lifetimes.map(days => ({
    value: String(days),
    label: days === 0 ? t('token.withoutEnd') : t('token.days', { days }),
  }))
  return (
    <form class="sheet pad stack" method="post" action="/settings/tokens" data-behavior="busy-submit">
      <h2>{t('token.new')}</h2>
      <FormErrors page={page} form={form} labels={labels} />
      <TextField page={page} form={form} name="name" label={labels.name} hint={t('token.nameHint')} maxLength={60} />
      <CheckList
        page={page}
        form={form}
        name="scopes"
        legend={labels.scopes}
        options={offered.map(value => ({
          value,
          label: t(`token.scope.${value}`),
          help: t(`token.scope.${value}.help`),
        }))}
        chosen={chosen}
      />
      <div class="narrow">
        <SelectField page={page} form={form} name="days" label={labels.days} options={options} />
      </div>
      <div>
        <Submit busy={t('form.saving')}>{t('token.create')}</Submit>
      </div>
    </form>
  )
}
