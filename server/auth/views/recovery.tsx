/** A lost password: ask for a link, choose a new one. */
import { FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Gate } from '../../site/gate.tsx'

type ForgotPageProps = FormProps & { readonly sent: boolean }

/** `POST /forgot` with `email`. The answer is the same whether or not somebody has that address. */
export function ForgotPage({ page, form, sent }: ForgotPageProps) {
  const { t } = page
  if (sent) {
    return (
      <Gate page={page} title={t('forgot.sentTitle')} art="art-letter">
        <p class="soft-ink">{t('forgot.sent')}</p>
        <p class="s">
          <a href="/sign-in">{t('forgot.back')}</a>
        </p>
      </Gate>
    )
  }
  return (
    <Gate page={page} title={t('forgot.title')}>
      <p class="soft-ink">{t('forgot.help')}</p>
      <form class="stack" method="post" action="/forgot" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{ email: t('auth.email') }} />
        <TextField
          page={page}
          form={form}
          name="email"
          type="email"
          label={t('auth.email')}
          autocomplete="email"
          maxLength={254}
        />
        <Submit class="btn fill block" busy={t('form.sending')}>
          {t('forgot.send')}
        </Submit>
      </form>
      <p class="s">
        <a href="/sign-in">{t('forgot.back')}</a>
      </p>
    </Gate>
  )
}

type ResetPageProps = FormProps & {
  /** The secret of the mail's link. */
  readonly linkKey: string
  readonly minLength: number
}

/** `POST /reset` with `key`, `password`. */
export function ResetPage({ page, form, linkKey, minLength }: ResetPageProps) {
  const { t } = page
  return (
    <Gate page={page} title={t('reset.title')}>
      <p class="soft-ink">{t('reset.help')}</p>
      <form class="stack" method="post" action="/reset" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{ password: t('auth.newPassword') }} />
        <input type="hidden" name="key" value={linkKey} />
        <TextField
          page={page}
          form={form}
          name="password"
          type="password"
          label={t('auth.newPassword')}
          hint={t('auth.passwordHint', { min: minLength })}
          autocomplete="new-password"
          minLength={minLength}
        />
        <Submit class="btn fill block" busy={t('form.saving')}>
          {t('reset.save')}
        </Submit>
      </form>
    </Gate>
  )
}
