import type { ComponentChildren } from 'preact'
import { Icon } from './icon.tsx'
import type { PageContext } from './page.ts'

const ICONS = { ok: 'check', info: 'info', warn: 'triangle-alert' } as const

type NoticeProps = {
  readonly page: PageContext
  readonly tone?: keyof typeof ICONS
  readonly children: ComponentChildren
}

/** What has just been done, or what there is to know; read out when the page opens. */
export const Notice = ({ page, tone = 'ok', children }: NoticeProps) => (
  <p class="note" data-tone={tone} role="status">
    <Icon page={page} name={ICONS[tone]} />
    <span class="grow">{children}</span>
  </p>
)
