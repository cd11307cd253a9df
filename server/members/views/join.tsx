import { CheckField, FormErrors, type FormProps, Submit, TextField, Trap } from '../../site/controls.tsx'
import { Gate } from '../../site/gate.tsx'
import { Rich } from '../../site/rich.tsx'

type JoinPageProps = FormProps & {
  /** Whether the community takes new members. */
  readonly open: boolean
  readonly minLength: number
  readonly returnTo: string
}

/** `POST /join` with `name`, `email`, `password`, `returnTo`, and the trap `website`. */
export function JoinPage({ page, form, open, minLength, returnTo }: JoinPageProps) {
  const { t } = page
  const labels = { name: t('join.name'), email: t('auth.email'), password: t('auth.password'), terms: t('legal.terms') }
  const signIn = (
    <p class="s">
      {t('join.already')} <a href={`/sign-in?returnTo=${encodeURIComponent(returnTo)}`}>{t('nav.signIn')}</a>
    </p>
  )
  if (!open) {
    return (
      <Gate page={page} title={t('join.closedTitle')} art="art-door">
        <p class="soft-ink">{t('join.closed', { site: page.site.name })}</p>
        {signIn}
      </Gate>
    )
  }
  return (
    <Gate page={page} title={t('join.title')}>
      <p class="soft-ink">{t('join.help')}</p>
      <form class="stack" method="post" action="/join" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={labels} />
        <input type="hidden" name="returnTo" value={returnTo} />
        <TextField
          page={page}
          form={form}
          name="name"
          label={labels.name}
          hint={t('join.nameHint')}
          autocomplete="username"
          maxLength={30}
        />
        <TextField
          page={page}
          form={form}
          name="email"
          type="email"
          label={labels.email}
          hint={t('join.emailHint')}
          autocomplete="email"
          maxLength={254}
        />
        <TextField
          page={page}
          form={form}
          name="password"
          type="password"
          label={labels.password}
          hint={t('auth.passwordHint', { min: minLength })}
          autocomplete="new-password"
          minLength={minLength}
        />
        {page.site.hasTerms && (
          <CheckField
            page={page}
            form={form}
            name="terms"
            label={
              <Rich page={page} message="join.terms" elements={{ terms: <a href="/terms">{t('join.theTerms')}</a> }} />
            }
          />
        )}
        <p class="s quiet">
          <a href="/privacy">{t('join.privacy')}</a>
        </p>
        <Trap name="website" />
        <Submit class="btn fill block" busy={t('join.busy')}>
          {t('join.submit', { site: page.site.name })}
        </Submit>
      </form>
      {signIn}
    </Gate>
  )
}
