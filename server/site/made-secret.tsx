import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

type MadeSecretProps = {
  readonly page: PageContext
  /** What was made. */
  readonly title: string
  readonly label: string
  readonly secret: string
}

/** A secret, on the one page that ever shows it. */
export const MadeSecret = ({ page, title, label, secret }: MadeSecretProps) => (
  <div class="note" data-tone="ok" role="status">
    <Icon page={page} name="key-round" />
    <div class="grow stack">
      <b>{title}</b>
      <span>{page.t('token.madeHelp')}</span>
      <input class="in mono" type="text" readonly={true} value={secret} aria-label={label} />
    </div>
  </div>
)
