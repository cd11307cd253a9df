import { type FormProps, fieldId } from './controls.tsx'
import { Icon } from './icon.tsx'

type HueFieldProps = FormProps & {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  /** False where the page shows the hue at work by other means. */
  readonly sample?: boolean
}

const STRIPES = Array.from({ length: 36 }, (_, index) => index * 10)

/**
 * A brand's hue, from 0 to 359. The number is what is sent; the slider only moves it, so it shows where scripts run.
 */
export function HueField({ page, form, scope, name, label, hint, sample = true }: HueFieldProps) {
  const id = fieldId(name, scope)
  const error = form.errors[name]
  const described = [...(error ? [`${id}-error`] : []), ...(hint ? [`${id}-hint`] : [])].join(' ')
  return (
    <div class="field" data-tone={error ? 'bad' : undefined} data-behavior="hue-preview">
      <label for={id}>{label}</label>
      <div class="hue">
        <svg class="hue-strip" viewBox="0 0 360 10" preserveAspectRatio="none" aria-hidden="true">
          {STRIPES.map(hue => (
            <rect key={hue} x={hue} width="10.5" height="10" fill={`oklch(.6 .12 ${hue + 5})`} />
          ))}
        </svg>
        <input type="range" hidden min="0" max="359" value={form.values[name]} aria-label={page.t('hue.slider')} />
        <input
          class="in"
          type="number"
          id={id}
          name={name}
          min="0"
          max="359"
          required
          value={form.values[name]}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={described || undefined}
        />
      </div>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="err" id={`${id}-error`}>
          <Icon page={page} name="circle-alert" class="sm" />
          {error}
        </span>
      )}
      {sample && (
        <div class="hue-sample" aria-hidden="true">
          <span class="btn fill sm">{page.t('reply.post')}</span>
          <span class="btn soft sm">{page.t('post.reply')}</span>
          <span class="chip">
            <Icon page={page} name="check" />
            {page.t('form.saved')}
          </span>
        </div>
      )}
    </div>
  )
}
