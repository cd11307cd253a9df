import { FormErrors, Submit, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import type { FormState } from '../../site/routes.ts'
import { SettingsFrame } from '../../site/settings-frame.tsx'

const NOTICES = {
  verified: 'account.notice.verified',
  verificationSent: 'account.notice.verificationSent',
  emailAsked: 'account.notice.emailAsked',
  passwordChanged: 'account.notice.passwordChanged',
} as const

type AccountSettingsPageProps = {
  readonly page: PageContext
  readonly email: string
  readonly verified: boolean
  readonly emailForm: FormState
  readonly passwordForm: FormState
  readonly minLength: number
  readonly notice: keyof typeof NOTICES | null
}

/** `POST /settings/account/email`, `…/password`, `…/verification`. */
export function AccountSettingsPage(props: AccountSettingsPageProps) {
  const { page, email, verified, notice } = props
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/account">
      {notice && <Notice page={page}>{t(NOTICES[notice])}</Notice>}
      <section class="sheet pad stack loose" aria-labelledby="account-email">
        <div class="stack tight">
          <h2 id="account-email">{t('auth.email')}</h2>
          <p class="row">
            <span class="mono">{email}</span>
            <span class="chip" data-tone={verified ? 'ok' : 'warn'}>
              <Icon page={page} name={verified ? 'check' : 'triangle-alert'} />
              {t(verified ? 'account.verified' : 'account.unverified')}
            </span>
          </p>
        </div>
        {!verified && (
          <form class="split" method="post" action="/settings/account/verification" data-behavior="busy-submit">
            <p class="soft-ink grow-fit">{t('account.verifyHelp')}</p>
            <Submit class="btn" busy={t('form.sending')}>
              <Icon page={page} name="mail" />
              {t('account.sendAgain')}
            </Submit>
          </form>
        )}
        <EmailForm page={page} form={props.emailForm} />
      </section>
      <section class="sheet pad stack" aria-labelledby="account-password">
        <h2 id="account-password">{t('account.passwordTitle')}</h2>
        <p class="soft-ink">{t('account.passwordHelp')}</p>
        <PasswordForm page={page} form={props.passwordForm} minLength={props.minLength} />
      </section>
    </SettingsFrame>
  )
}

type SmallFormProps = { readonly page: PageContext; readonly form: FormState }

function EmailForm({ page, form }: SmallFormProps) {
  const { t } = page
  const labels = { email: t('account.newEmail'), password: t('account.confirmPassword') }
  return (
    <form class="stack narrow" method="post" action="/settings/account/email" data-behavior="busy-submit">
      <FormErrors page={page} form={form} labels={labels} scope="email" />
      <TextField
        page={page}
        form={form}
        scope="email"
        name="email"
        type="email"
        label={labels.email}
        hint={t('account.newEmailHint')}
        autocomplete="email"
        maxLength={254}
      />
      <TextField
        page={page}
        form={form}
        scope="email"
        name="password"
        type="password"
        label={labels.password}
        autocomplete="current-password"
      />
      <div>
        <Submit class="btn" busy={t('form.saving')}>
          {t('account.changeEmail')}
        </Submit>
      </div>
    </form>
  )
}

function PasswordForm({ page, form, minLength }: SmallFormProps & { readonly minLength: number }) {
  const { t } = page
  const labels = { current: t('account.currentPassword'), password: t('auth.newPassword') }
  return (
    <form class="stack narrow" method="post" action="/settings/account/password" data-behavior="busy-submit">
      <FormErrors page={page} form={form} labels={labels} scope="password" />
      <TextField
        page={page}
        form={form}
        scope="password"
        name="current"
        type="password"
        label={labels.current}
        autocomplete="current-password"
      />
      <TextField
        page={page}
        form={form}
        scope="password"
        name="password"
        type="password"
        label={labels.password}
        hint={t('auth.passwordHint', { min: minLength })}
        autocomplete="new-password"
        minLength={minLength}
      />
      <div>
        <Submit class="btn" busy={t('form.saving')}>
          {t('account.changePassword')}
        </Submit>
      </div>
    </form>
  )
}
