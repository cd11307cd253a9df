import type { Told } from '../../plugins/halving.ts'
import type { PluginState } from '../../plugins/load.ts'
import { adviceOn } from '../../plugins/outlook.ts'
import { type SafeModeReason, STANDINGS, type Standing, standingOf } from '../../plugins/queries.ts'
import { FormErrors, type FormProps } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { AdminFrame } from './frame.tsx'
import { PluginBisect } from './plugin-bisect.tsx'

const PATH = '/admin/plugins'

export const PLUGIN_TONES = { on: 'ok', off: 'stone', consent: 'warn', held: 'info', failed: 'bad' } as const

type AdminPluginsProps = FormProps & {
  readonly plugins: readonly PluginState[]
  /** Which are shown; null: all. */
  readonly state: Standing | null
  readonly safeMode: SafeModeReason | null
  /** The search for one that causes a trouble. */
  readonly bisection: Told
  /** Whether the viewer manages nothing but plugins. */
  readonly alone: boolean
}

/** All plugins that were found. */
export function AdminPlugins({ page, plugins, state, safeMode, bisection, form, alone }: AdminPluginsProps) {
  const { t } = page
  const shown = plugins.filter(one => state === null || standingOf(one) === state)
  const isUnderWay = bisection.state !== 'none'
  const bisect = <PluginBisect page={page} plugins={plugins} bisection={bisection} />
  return (
    <AdminFrame page={page} title={t('admin.plugins')} help={t('plugins.help')} place={PATH} alone={alone}>
      <SafeMode page={page} safeMode={safeMode} />
      <FormErrors page={page} form={form} labels={{}} />
      {isUnderWay && bisect}
      <States page={page} plugins={plugins} state={state} />
      {shown.length > 0 ? (
        <section class="sheet" aria-label={t('admin.plugins')}>
          <ul class="ledger">
            {shown.map(one => (
              <Row key={one.id} page={page} plugin={one} />
            ))}
          </ul>
        </section>
      ) : (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          <span class="grow">{t(state ? 'plugins.noneSo' : 'plugins.none')}</span>
        </p>
      )}
      {!isUnderWay && bisect}
    </AdminFrame>
  )
}

type SafeModeProps = { readonly page: PageContext; readonly safeMode: SafeModeReason | null }

/** Why none is on, whatever was decided. */
export const SafeMode = ({ page, safeMode }: SafeModeProps) =>
  safeMode ? (
    <Notice page={page} tone="warn">
      {page.t(safeMode === 'asked' ? 'plugins.safeMode' : 'plugins.safeModeCrashes')}
    </Notice>
  ) : null

const States = ({ page, plugins, state }: Pick<AdminPluginsProps, 'page' | 'plugins' | 'state'>) => (
  <nav class="tabs" aria-label={page.t('plugins.filter')}>
    <a href={PATH} aria-current={state ? undefined : 'page'}>
      {page.t('plugins.all')}
    </a>
    {STANDINGS.filter(one => one !== 'held' || one === state || countOf(plugins, one) > 0).map(one => (
      <a key={one} href={`${PATH}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
        {page.t(`plugins.states.${one}`)}{' '}
        <span class="num">{page.t('admin.count', { count: countOf(plugins, one) })}</span>
      </a>
    ))}
  </nav>
)

const countOf = (plugins: readonly PluginState[], standing: Standing): number =>
  plugins.filter(plugin => standingOf(plugin) === standing).length

type RowProps = { readonly page: PageContext; readonly plugin: PluginState }

function Row({ page, plugin }: RowProps) {
  const { t, locale } = page
  const { id, about, origin } = plugin
  const standing = standingOf(plugin)
  return (
    <li>
      <span class="swatch lg" data-tone={PLUGIN_TONES[standing]}>
        <Icon page={page} name="puzzle" />
      </span>
      <div class="stack">
        <p class="row">
          <a class="t" href={`${PATH}/${encodeURIComponent(id)}`}>
            {about?.name[locale] ?? id}
          </a>
          {about && <span class="s quiet num">{about.version}</span>}
        </p>
        {about && <p class="s soft-ink">{about.description[locale]}</p>}
        <Why page={page} plugin={plugin} />
        <p class="meta">
          <span>{t(`plugins.origin.${origin}`)}</span>
          {about && <span class="mono">{`Guildhall ${about.requires}`}</span>}
        </p>
      </div>
      <div class="last">
        <span class="chip" data-tone={PLUGIN_TONES[standing]}>
          {t(`plugins.state.${standing}`)}
        </span>
      </div>
    </li>
  )
}

/** What is wrong with a plugin, and what to do. */
export const Why = ({ page, plugin: { trouble } }: RowProps) =>
  trouble && (
    <p class="s as-written">
      {page.t(trouble.key, trouble.values)} <span class="soft-ink">{page.t(adviceOn(trouble))}</span>
    </p>
  )
