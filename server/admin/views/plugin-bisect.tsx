import type { Told } from '../../plugins/halving.ts'
import type { PluginState } from '../../plugins/load.ts'
import { Submit } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'

const PATH = '/admin/plugin-bisection'

type PluginBisectProps = {
  readonly page: PageContext
  readonly plugins: readonly PluginState[]
  readonly bisection: Told
}

/**
 * The search for the plugin that causes a trouble. `POST /admin/plugin-bisection` begins it, `…/answers` with `gone` (`yes`,
 * `no`) goes on, `…/delete` ends it.
 */
export function PluginBisect({ page, plugins, bisection }: PluginBisectProps) {
  const { t } = page
  const { state } = bisection
  // Nothing to look among.
  if (state === 'none' && !plugins.some(({ on }) => on)) return null
  return (
    <section class="panel stack" aria-labelledby="bisect">
      <h2 id="bisect">{t('plugins.bisect')}</h2>
      {state === 'innocent' && (
        <Notice page={page} tone="info">
          {t('plugins.bisect.innocent')}
        </Notice>
      )}
      {state === 'testing' && <Testing page={page} plugins={plugins} bisection={bisection} />}
      {state === 'found' && <Found page={page} plugins={plugins} bisection={bisection} />}
      {(state === 'none' || state === 'innocent') && <Begin page={page} />}
    </section>
  )
}

const Begin = ({ page }: Pick<PluginBisectProps, 'page'>) => (
  <form class="stack" method="post" action={PATH} data-behavior="busy-submit">
    <p class="soft-ink">{page.t('plugins.bisect.help')}</p>
    <div>
      <Submit class="btn" busy={page.t('plugins.building')}>
        <Icon page={page} name="search" />
        {page.t('plugins.bisect.start')}
      </Submit>
    </div>
  </form>
)

function Testing({ page, plugins, bisection: { heldBack, left } }: PluginBisectProps) {
  const { t } = page
  return (
    <>
      <p>
        {t('plugins.bisect.heldBack')} <Named page={page} plugins={plugins} ids={heldBack} />
      </p>
      <p>{t('plugins.bisect.ask', { count: left })}</p>
      <div class="row">
        <form class="row" method="post" action={`${PATH}/answers`} data-behavior="busy-submit">
          <Submit class="btn" name="gone" value="no" busy={t('plugins.building')}>
            {t('plugins.bisect.there')}
          </Submit>
          <Submit class="btn" name="gone" value="yes" busy={t('plugins.building')}>
            {t('plugins.bisect.gone')}
          </Submit>
        </form>
        <Stop page={page} />
      </div>
    </>
  )
}

function Found({ page, plugins, bisection: { suspects } }: PluginBisectProps) {
  const { t } = page
  return (
    <>
      <p>
        {t('plugins.bisect.found', { count: suspects.length })}{' '}
        <strong>
          <Named page={page} plugins={plugins} ids={suspects} />
        </strong>
      </p>
      <p class="soft-ink">{t('plugins.bisect.foundHelp')}</p>
      <div class="row">
        <Stop page={page} />
      </div>
    </>
  )
}

const Stop = ({ page }: Pick<PluginBisectProps, 'page'>) => (
  <form method="post" action={`${PATH}/delete`} data-behavior="busy-submit">
    <Submit class="btn ghost" busy={page.t('plugins.building')}>
      {page.t('plugins.bisect.stop')}
    </Submit>
  </form>
)

type NamedProps = Pick<PluginBisectProps, 'page' | 'plugins'> & { readonly ids: readonly string[] }

const Named = ({ page, plugins, ids }: NamedProps) => (
  <>
    {ids.map((id, index) => (
      <>
        {index > 0 && ', '}
        <a key={id} href={`/admin/plugins/${encodeURIComponent(id)}`}>
          {plugins.find(one => one.id === id)?.about?.name[page.locale] ?? id}
        </a>
      </>
    ))}
  </>
)
