/** The formatting tools above a text. They need scripts, so they stay hidden until those run. */
import { h } from 'preact'
import type { MessageKey } from '../core/i18n.ts'
import { Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'

type Tool = {
  readonly icon: IconName
  readonly label: MessageKey
  /** What the element knows to do by itself; else what our own script is asked for. */
  readonly style: string
  readonly keys?: string
}

const TOOLS: readonly (readonly Tool[])[] = [
  [
    { icon: 'bold', label: 'tool.bold', style: 'bold', keys: 'Control+B' },
    { icon: 'italic', label: 'tool.italic', style: 'italic', keys: 'Control+I' },
    { icon: 'strikethrough', label: 'tool.strikethrough', style: 'strikethrough' },
    { icon: 'heading', label: 'tool.heading', style: 'header-2' },
  ],
  [
    { icon: 'link', label: 'tool.link', style: 'link', keys: 'Control+K' },
    { icon: 'quote', label: 'tool.quote', style: 'quote' },
    { icon: 'code', label: 'tool.code', style: 'code', keys: 'Control+E' },
  ],
  [
    { icon: 'list', label: 'tool.list', style: 'unordered-list' },
    { icon: 'list-ordered', label: 'tool.orderedList', style: 'ordered-list' },
    { icon: 'list-checks', label: 'tool.taskList', style: 'task-list' },
    { icon: 'table', label: 'tool.table', style: 'own-table' },
    { icon: 'eye-off', label: 'tool.spoiler', style: 'own-spoiler' },
  ],
  [
    { icon: 'image-plus', label: 'tool.picture', style: 'own-file' },
    { icon: 'at-sign', label: 'tool.mention', style: 'mention' },
    { icon: 'smile', label: 'tool.emoji', style: 'own-emoji' },
  ],
]

type ToolbarProps = {
  readonly page: PageContext
  /** Element id of the text. */
  readonly for: string
}

export const Toolbar = ({ page, for: field }: ToolbarProps) =>
  h(
    'markdown-toolbar',
    { class: 'tools', for: field, hidden: true, 'aria-label': page.t('composer.tools') },
    TOOLS.map((group, index) => (
      <span key={index} class="row">
        {group.map(({ icon, label, style, keys }) => (
          <button
            key={style}
            type="button"
            class="btn ghost sm sq"
            data-md-button={style}
            aria-label={page.t(label)}
            aria-keyshortcuts={keys}
            title={page.t(label)}
          >
            <Icon page={page} name={icon} />
          </button>
        ))}
      </span>
    )),
    page.snippets.length > 0 && (
      <span class="row">
        {page.snippets.map(({ icon, label, text }) => (
          <button
            key={label.en}
            type="button"
            class="btn ghost sm sq"
            data-snippet={text[page.locale]}
            aria-label={label[page.locale]}
            title={label[page.locale]}
          >
            <Icon page={page} name={icon} />
          </button>
        ))}
      </span>
    ),
  )
