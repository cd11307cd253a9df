import type { ComponentChildren } from 'preact'
import type { PointHealth } from '../../plugins/guard.ts'
import type { PluginState } from '../../plugins/load.ts'
import { type SafeModeReason, type SharedPoint, type StoredTable, standingOf } from '../../plugins/queries.ts'
import { CheckList, FormErrors, type FormProps, Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { AdminFrame } from './frame.tsx'
import { asksOf } from './plugin-asks.ts'
import { PluginHealth, PluginTables } from './plugin-tables.tsx'
import { PLUGIN_TONES, SafeMode, Why } from './plugins.tsx'

const PATH = '/admin/plugins'

type AdminPluginProps = FormProps & {
  readonly plugin: PluginState
  readonly shared: readonly SharedPoint[]
  readonly health: readonly PointHealth[]
  readonly tables: readonly StoredTable[]
  readonly safeMode: SafeModeReason | null
  /** Whether the viewer manages nothing but plugins. */
  readonly alone: boolean
}

/** `POST /admin/plugins/:id/enabled` with `agreed`; `…/enabled/delete` and `…/reloads` with nothing. */
export function AdminPlugin(props: AdminPluginProps) {
  const { page, plugin, form, safeMode, alone } = props
  const { t, locale } = page
  const { id, about } = plugin
  const path = `${PATH}/${encodeURIComponent(id)}`
  const help = about?.description[locale]
  return (
    <AdminFrame
      page={page}
      title={about?.name[locale] ?? id}
      {...(help && { help })}
      place={PATH}
      alone={alone}
      actions={<Acts page={page} plugin={plugin} path={path} />}
    >
      <SafeMode page={page} safeMode={safeMode} />
      <FormErrors page={page} form={form} labels={{ agreed: t('plugins.asks') }} />
      <State page={page} plugin={plugin} />
      {about && standingOf(plugin) !== 'on' && <Consent page={page} form={form} plugin={plugin} path={path} />}
      <Brings {...props} />
      {plugin.on && <PluginHealth page={page} health={props.health} />}
      <PluginTables page={page} tables={props.tables} />
      <Leave page={page} plugin={plugin} path={path} stores={props.tables.length > 0 || asksMembers(plugin)} />
    </AdminFrame>
  )
}

type OfPlugin = { readonly page: PageContext; readonly plugin: PluginState }
type Acting = OfPlugin & { readonly path: string }

const Acts = ({ page, plugin, path }: Acting) => (
  <div class="row">
    <form method="post" action={`${path}/reloads`} data-behavior="busy-submit">
      <Submit class="btn" busy={page.t('plugins.building')}>
        <Icon page={page} name="refresh-cw" />
        {page.t('plugins.reload')}
      </Submit>
    </form>
    {plugin.wanted && (
      <form method="post" action={`${path}/enabled/delete`} data-behavior="busy-submit">
        <Submit class="btn" busy={page.t('plugins.building')}>
          {page.t('plugins.switchOff')}
        </Submit>
      </form>
    )}
  </div>
)

function State({ page, plugin }: OfPlugin) {
  const { t } = page
  const { id, about, origin, folder, enabledAt } = plugin
  const standing = standingOf(plugin)
  return (
    <section class="panel stack" aria-labelledby="standing">
      <h2 id="standing">{t('plugins.standing')}</h2>
      <Why page={page} plugin={plugin} />
      <dl class="facts">
        <Fact label={t('plugins.stateLabel')}>
          <span class="chip" data-tone={PLUGIN_TONES[standing]}>
            {t(`plugins.state.${standing}`)}
          </span>
        </Fact>
        <Fact label={t('plugins.id')}>{id}</Fact>
        {about && <Fact label={t('plugins.version')}>{about.version}</Fact>}
        {about && <Fact label={t('plugins.range')}>{about.requires}</Fact>}
        {about && Object.keys(about.needs).length > 0 && (
          <Fact label={t('plugins.needs')}>
            {Object.entries(about.needs)
              .map(([needed, range]) => `${needed} ${range}`)
              .join(', ')}
          </Fact>
        )}
        <Fact label={t('plugins.originLabel')}>{t(`plugins.origin.${origin}`)}</Fact>
        {folder && (
          <Fact label={t('plugins.folder')}>
            <code class="as-written">{folder}</code>
          </Fact>
        )}
        {enabledAt && (
          <Fact label={t('plugins.enabledAt')}>
            <Time page={page} at={enabledAt} />
          </Fact>
        )}
      </dl>
    </section>
  )
}

const Fact = ({ label, children }: { readonly label: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)

/** What it asks for, to be agreed to. */
function Consent({ page, form, plugin: { about, consent }, path }: FormProps & Acting) {
  const { t } = page
  const asked = about ? asksOf(page, about) : []
  return (
    <form class="sheet pad stack" method="post" action={`${path}/enabled`} data-behavior="busy-submit">
      <h2>{t('plugins.switchOnTitle')}</h2>
      <p class="soft-ink">{t('plugins.trust')}</p>
      {asked.length > 0 && (
        <CheckList page={page} form={form} name="agreed" legend={t('plugins.asks')} options={asked} chosen={consent} />
      )}
      <div>
        <Submit busy={t('plugins.building')}>{t(asked.length > 0 ? 'plugins.agree' : 'plugins.switchOn')}</Submit>
      </div>
    </form>
  )
}

/** What it adds, and where it steps in. */
function Brings({ page, plugin, shared }: AdminPluginProps) {
  const { t, locale } = page
  const { about, id, on } = plugin
  if (!about) return null
  const { permissions, settings, points } = about
  const asked = asksOf(page, about)
  return (
    <section class="panel stack" aria-labelledby="brings">
      <h2 id="brings">{t('plugins.brings')}</h2>
      <dl class="facts">
        {on && asked.length > 0 && (
          <Fact label={t('plugins.agreedTo')}>{asked.map(({ label }) => label).join(', ')}</Fact>
        )}
        {permissions.length > 0 && (
          <Fact label={t('admin.permissions')}>
            {permissions.map(label => label[locale]).join(', ')}{' '}
            {on && <a href="/admin/permissions">{t('plugins.toPermissions')}</a>}
          </Fact>
        )}
        {settings.length > 0 && (
          <Fact label={t('admin.settings')}>
            {settings.map(({ label }) => label[locale]).join(', ')}{' '}
            {on && <a href={`/admin/settings#area-${id}`}>{t('plugins.toSettings')}</a>}
          </Fact>
        )}
        <Fact label={t('plugins.points')}>
          {points.length > 0 ? <span class="mono">{points.join(', ')}</span> : t('plugins.noPoints')}
        </Fact>
        {shared.length > 0 && (
          <Fact label={t('plugins.order')}>
            {shared.map(({ point, order }) => (
              <span key={point} class="mono">
                {point}: {order.join(', ')}{' '}
              </span>
            ))}
          </Fact>
        )}
      </dl>
    </section>
  )
}

const asksMembers = ({ about }: PluginState): boolean => about?.capabilities.includes('memberFields') ?? false

/** The ways out: what it stores as a file, and all of it gone once it is off. */
function Leave({ page, plugin, path, stores }: Acting & { readonly stores: boolean }) {
  const { t } = page
  return (
    <div class="panel split">
      <p class="soft-ink grow-fit">{t(plugin.wanted ? 'plugins.uninstallLater' : 'plugins.uninstallHelp')}</p>
      <div class="row">
        {stores && (
          <a class="btn" href={`${path}/export`} download>
            <Icon page={page} name="download" />
            {t('plugins.export')}
          </a>
        )}
        {!plugin.wanted && (
          <a class="btn ghost" data-tone="bad" href={`${path}/delete`}>
            <Icon page={page} name="trash-2" />
            {t('plugins.uninstall')}
          </a>
        )}
      </div>
    </div>
  )
}
