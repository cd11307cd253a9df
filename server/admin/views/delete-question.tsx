import type { ComponentProps } from 'preact'
import { Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { AdminFrame } from './frame.tsx'

type DeleteQuestionProps = Omit<ComponentProps<typeof AdminFrame>, 'children'> & {
  /** Of what would go: the way back. */
  readonly path: string
  readonly warning: string
  /** What the button says. */
  readonly act: string
}

/** The question before `POST …/delete`. */
export const DeleteQuestion = ({ path, warning, act, ...frame }: DeleteQuestionProps) => (
  <AdminFrame {...frame}>
    <form class="sheet pad stack loose" method="post" action={`${path}/delete`} data-behavior="busy-submit">
      <p class="note" data-tone="warn">
        <Icon page={frame.page} name="triangle-alert" />
        <span class="grow">{warning}</span>
      </p>
      <div class="row">
        <a class="btn ghost end" href={path}>
          {frame.page.t('form.keep')}
        </a>
        <Submit tone="bad" busy={frame.page.t('form.deleting')}>
          <Icon page={frame.page} name="trash-2" />
          {act}
        </Submit>
      </div>
    </form>
  </AdminFrame>
)
