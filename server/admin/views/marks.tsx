import { FileField, FormErrors, Submit } from '../../site/controls.tsx'
import { MARKS, type Mark } from '../../site/marks.ts'
import type { PageContext } from '../../site/page.ts'
import { EMPTY_FORM, type FormState } from '../../site/routes.ts'

/** The form of one mark that was refused. */
export type RefusedMark = { readonly mark: string; readonly form: FormState }

type MarksProps = { readonly page: PageContext; readonly refused: RefusedMark | undefined }

/** The logo by day and by night, and the icon of tabs: `POST /admin/appearance/marks/:mark` with a `file`, `…/delete`. */
export const Marks = ({ page, refused }: MarksProps) => (
  <section class="sheet pad stack loose" aria-labelledby="look-marks">
    <h2 id="look-marks">{page.t('appearance.marks')}</h2>
    <p class="soft-ink s">{page.t('appearance.marksHelp')}</p>
    {MARKS.map(mark => (
      <OneMark key={mark} page={page} mark={mark} form={refused?.mark === mark ? refused.form : EMPTY_FORM} />
    ))}
  </section>
)

type OneMarkProps = { readonly page: PageContext; readonly mark: Mark; readonly form: FormState }

function OneMark({ page, mark, form }: OneMarkProps) {
  const { t } = page
  const action = `/admin/appearance/marks/${mark}`
  const label = t(`appearance.mark.${mark}`)
  const src = page.marks[mark]
  return (
    <div class="stack">
      <form class="stack" method="post" action={action} enctype="multipart/form-data" data-behavior="busy-submit">
        <FormErrors page={page} form={form} scope={mark} labels={{ file: label }} />
        <div class="with-button">
          <FileField
            page={page}
            form={form}
            scope={mark}
            name="file"
            label={label}
            accept=".svg,.png,.jpg,.jpeg,.webp"
          />
          <Submit class="btn" busy={t('form.sending')}>
            {t('appearance.sendMark')}
          </Submit>
        </div>
      </form>
      {src && (
        <form class="row loose" method="post" action={`${action}/delete`} data-behavior="busy-submit">
          <img class="mark" data-theme={mark === 'logoDark' ? 'dark' : undefined} src={src} alt={label} />
          <button class="btn sm" type="submit" aria-label={t('admin.removeNamed', { name: label })}>
            {t('admin.remove')}
          </button>
        </form>
      )}
    </div>
  )
}
