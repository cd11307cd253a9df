import type { EntryPage } from '../../audit/queries.ts'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Acts } from './acts.tsx'
import { AdminFrame } from './frame.tsx'

type AdminDashboardProps = {
  readonly page: PageContext
  readonly overview: {
    readonly members: number
    readonly threads: number
    readonly posts: number
    readonly unsentMails: number
    /** PostgreSQL's version. */
    readonly database: string
  }
  readonly version: string
  /** What the operator has not set yet. */
  readonly missing: { readonly smtp: boolean; readonly publicUrl: boolean }
  /** The newest entries of the audit log. */
  readonly log: EntryPage
}

export function AdminDashboard({ page, overview, version, missing, log }: AdminDashboardProps) {
  const { t } = page
  const counts = [
    { label: t('admin.members'), count: overview.members },
    { label: t('admin.threads'), count: overview.threads },
    { label: t('admin.posts'), count: overview.posts },
  ]
  return (
    <AdminFrame page={page} title={t('admin.dashboard')} place="/admin">
      <Missing page={page} missing={missing} unsent={overview.unsentMails} />
      <ul class="grid tight">
        {counts.map(({ label, count }) => (
          <li key={label} class="panel kpi">
            <span class="s quiet">{label}</span>
            <b class="num">{t('admin.count', { count })}</b>
          </li>
        ))}
      </ul>
      <section class="sheet" aria-labelledby="latest-acts">
        <h2 id="latest-acts" class="head">
          {t('admin.latestActs')}
        </h2>
        {log.items.length > 0 ? <Acts page={page} log={log} /> : <p class="pad quiet">{t('admin.noActs')}</p>}
        {log.items.length > 0 && (
          <p class="pad">
            <a href="/admin/audit">{t('acts.all')}</a>
          </p>
        )}
      </section>
      <section class="panel" aria-labelledby="server">
        <h2 id="server">{t('admin.server')}</h2>
        <dl class="facts">
          <dt>Guildhall</dt>
          <dd class="num">{version}</dd>
          <dt>PostgreSQL</dt>
          <dd class="num">{overview.database}</dd>
        </dl>
      </section>
    </AdminFrame>
  )
}

function Missing({
  page,
  missing,
  unsent,
}: Pick<AdminDashboardProps, 'page' | 'missing'> & { readonly unsent: number }) {
  const { t } = page
  return (
    <>
      {missing.smtp && (
        <p class="note" data-tone="warn">
          <Icon page={page} name="mail" />
          <span class="grow">
            {t('admin.missingSmtp')} <a href="/admin/outbox">{t('admin.unsent', { count: unsent })}</a>
          </span>
        </p>
      )}
      {missing.publicUrl && (
        <p class="note" data-tone="warn">
          <Icon page={page} name="info" />
          <span class="grow">{t('admin.missingPublicUrl')}</span>
        </p>
      )}
    </>
  )
}
