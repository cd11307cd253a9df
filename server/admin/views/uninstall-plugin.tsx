import type { PluginState } from '../../plugins/load.ts'
import type { StoredTable } from '../../plugins/queries.ts'
import { Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/plugins'

type UninstallPluginProps = {
  readonly page: PageContext
  readonly plugin: PluginState
  readonly tables: readonly StoredTable[]
  /** Why nothing was done. */
  readonly problem: string | null
  readonly alone: boolean
}

/** The question before `POST /admin/plugins/:id/delete`; what is stored can be taken along first. */
export function UninstallPlugin({ page, plugin, tables, problem, alone }: UninstallPluginProps) {
  const { t, locale } = page
  const { id, about, folder, wanted } = plugin
  const path = `${PATH}/${encodeURIComponent(id)}`
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return (
    <AdminFrame
      page={page}
      title={t('plugins.uninstallTitle', { name: about?.name[locale] ?? id })}
      place={PATH}
      alone={alone}
    >
      {problem && (
        <Notice page={page} tone="warn">
          {problem}
        </Notice>
      )}
      <form class="sheet pad stack loose" method="post" action={`${path}/delete`} data-behavior="busy-submit">
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{t(wanted ? 'plugins.error.stillOn' : 'plugins.uninstallWarning', { count: rows })}</span>
        </p>
        {tables.length > 0 && (
          <p>
            <a href={`${path}/export`} download>
              {t('plugins.export')}
            </a>
          </p>
        )}
        <p class="soft-ink as-written">{t('plugins.filesStay', { folder })}</p>
        <div class="row">
          <a class="btn ghost end" href={path}>
            {t('form.keep')}
          </a>
          {!wanted && (
            <Submit tone="bad" busy={t('form.deleting')}>
              <Icon page={page} name="trash-2" />
              {t('plugins.uninstall')}
            </Submit>
          )}
        </div>
      </form>
    </AdminFrame>
  )
}
