import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'

type MovesProps = {
  readonly page: PageContext
  /** Takes `by`, or where scripts run a whole place, and `version`. */
  readonly action: string
  /** What a move changes of the page. */
  readonly swap: string
  readonly id: number
  readonly name: string
  /** Of the order that is shown. */
  readonly version: number
  readonly at: number
  readonly count: number
  /** What is said of the row when it stands at an index among its siblings. */
  readonly standing: (index: number) => string
}

/** What puts a row elsewhere: by one place with its buttons, anywhere with the grip that scripts bring to life. */
export function Moves({ page, action, swap, id, name, version, at, count, standing }: MovesProps) {
  const { t } = page
  return (
    <form class="row last moves" method="post" action={action} data-behavior="swap" data-swap={swap}>
      <input type="hidden" name="version" value={version} />
      <span class="grip" hidden aria-hidden="true" title={t('admin.drag')}>
        <Icon page={page} name="grip-vertical" />
      </span>
      <MoveButton page={page} id={id} by="up" label={t('admin.moveUp', { name })} said={at > 0 && standing(at - 1)} />
      <MoveButton
        page={page}
        id={id}
        by="down"
        label={t('admin.moveDown', { name })}
        said={at + 1 < count && standing(at + 1)}
      />
    </form>
  )
}

type MoveButtonProps = {
  readonly page: PageContext
  readonly id: number
  readonly by: 'up' | 'down'
  readonly label: string
  /** What is said once it has moved; false at the end, where it goes no further: the focus may stay on it all the same. */
  readonly said: string | false
}

const MoveButton = ({ page, id, by, label, said }: MoveButtonProps) => (
  <button
    class="btn sm sq"
    type="submit"
    id={`move-${id}-${by}`}
    name="by"
    value={by}
    aria-label={label}
    title={label}
    aria-disabled={said === false ? 'true' : undefined}
    data-said={said || undefined}
  >
    <Icon page={page} name={by === 'up' ? 'chevron-up' : 'chevron-down'} class="sm" />
  </button>
)
