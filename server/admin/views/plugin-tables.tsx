import type { PointHealth } from '../../plugins/guard.ts'
import type { StoredTable } from '../../plugins/queries.ts'
import type { PageContext } from '../../site/page.ts'

type PluginHealthProps = { readonly page: PageContext; readonly health: readonly PointHealth[] }

/** How each point does in this process. */
export function PluginHealth({ page, health }: PluginHealthProps) {
  const { t } = page
  return (
    <div class="stack">
      <div class="stack tight">
        <h2 id="health">{t('plugins.health')}</h2>
        <p class="soft-ink">{t(health.length > 0 ? 'plugins.healthHelp' : 'plugins.noHealth')}</p>
      </div>
      {health.length > 0 && (
        <section class="sheet scroll" tabindex={0} aria-labelledby="health">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t('plugins.point')}</th>
                <th scope="col" class="r">
                  {t('plugins.calls')}
                </th>
                <th scope="col" class="r">
                  {t('plugins.p95')}
                </th>
                <th scope="col" class="r">
                  {t('plugins.faults')}
                </th>
                <th scope="col">{t('plugins.lastTrouble')}</th>
              </tr>
            </thead>
            <tbody>
              {health.map(({ point, calls, p95, faults, trouble }) => (
                <tr key={point}>
                  <th scope="row">
                    <code>{point}</code>
                  </th>
                  <td class="r">{t('admin.count', { count: calls })}</td>
                  <td class="r">{t('plugins.milliseconds', { count: Math.round(p95 * 10) / 10 })}</td>
                  <td class="r">{t('admin.count', { count: faults })}</td>
                  <td class="as-written">{trouble}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}

type PluginTablesProps = { readonly page: PageContext; readonly tables: readonly StoredTable[] }

/** What it keeps, in tables of its own. */
export function PluginTables({ page, tables }: PluginTablesProps) {
  const { t } = page
  if (tables.length === 0) return null
  return (
    <div class="stack">
      <div class="stack tight">
        <h2 id="stored">{t('plugins.stored')}</h2>
        <p class="soft-ink">{t('plugins.storedHelp')}</p>
      </div>
      <section class="sheet scroll" tabindex={0} aria-labelledby="stored">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('plugins.table')}</th>
              <th scope="col" class="r">
                {t('plugins.rows')}
              </th>
              <th scope="col" class="r">
                {t('plugins.size')}
              </th>
            </tr>
          </thead>
          <tbody>
            {tables.map(({ name, rows, bytes }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td class="r">{t('admin.count', { count: rows })}</td>
                <td class="r">{t('upload.size', { kilobytes: Math.round(bytes / 1024) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
