import { FormErrors, type FormProps, Submit } from '../../site/controls.tsx'
import { Gate } from '../../site/gate.tsx'

type VerifyPageProps = FormProps & { readonly linkKey: string; readonly email: string }

/** One button, as mail scanners open links but press nothing: `POST /verify` with `key`. */
export function VerifyPage({ page, form, linkKey, email }: VerifyPageProps) {
  const { t } = page
  return (
    <Gate page={page} title={t('verify.title')} art="art-letter">
      <p class="soft-ink">
        {t('verify.help')} <b>{email}</b>
      </p>
      <form class="stack" method="post" action="/verify" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{}} />
        <input type="hidden" name="key" value={linkKey} />
        <Submit class="btn fill block" busy={t('verify.busy')}>
          {t('verify.confirm')}
        </Submit>
      </form>
    </Gate>
  )
}
