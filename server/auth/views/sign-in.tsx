import { FormErrors, type FormProps, Submit, TextField } from '../../site/controls.tsx'
import { Gate } from '../../site/gate.tsx'
import { Notice } from '../../site/notice.tsx'

type SignInPageProps = FormProps & {
  /** A path on this site. */
  readonly returnTo: string
  readonly notice: 'reset' | 'verified' | null
}

/** `POST /sign-in` with `login`, `password`, `returnTo`. */
export function SignInPage({ page, form, returnTo, notice }: SignInPageProps) {
  const { t } = page
  const labels = { login: t('auth.login'), password: t('auth.password') }
  return (
    <Gate page={page} title={t('signIn.title')}>
      {notice && <Notice page={page}>{t(notice === 'reset' ? 'signIn.reset' : 'signIn.verified')}</Notice>}
      <form class="stack" method="post" action="/sign-in" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField page={page} form={form} name="login" label={labels.login} autocomplete="username" maxLength={254} />
        <TextField
          page={page}
          form={form}
          name="password"
          type="password"
          label={labels.password}
          autocomplete="current-password"
          beside={
            <a class="s" href="/forgot">
              {t('signIn.forgot')}
            </a>
          }
        />
        <Submit class="btn fill block" busy={t('signIn.busy')}>
          {t('nav.signIn')}
        </Submit>
      </form>
      <p class="s">
        {t('signIn.new')}{' '}
        <a href={`/join?returnTo=${encodeURIComponent(returnTo)}`}>{t('signIn.join', { site: page.site.name })}</a>
      </p>
    </Gate>
  )
}
