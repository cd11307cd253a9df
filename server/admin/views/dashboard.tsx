import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { labelOr } from '../labels.ts'
import { AdminFrame } from './frame.tsx'

type Entry = {
  readonly id: number
  readonly at: Date
  readonly act: string
  readonly targetType: string
  readonly targetId: string
  /** Null for the system, and for whoever has left. */
  readonly actorName: string | null
}

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
  readonly entries: readonly Entry[]
}

export function AdminDashboard({ page, overview, version, missing, entries }: AdminDashboardProps) {
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
        {entries.length > 0 ? (
          <ul class="ledger acts-log">
            {entries.map(entry => (
              <Act key={entry.id} page={page} entry={entry} />
            ))}
          </ul>
        ) : (
          <p class="pad quiet">{t('admin.noActs')}</p>
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

const Act = ({ page, entry }: { readonly page: PageContext; readonly entry: Entry }) => (
  <li>
    <Icon page={page} name="scroll-text" />
    <div class="stack">
      <span>
        <b>{entry.actorName ?? page.t('admin.system')}</b> {labelOr(page.t, `audit.${entry.act}`, entry.act)}
      </span>
      <span class="s quiet">
        {entry.targetType} {entry.targetId}
      </span>
    </div>
    <span class="last">
      <Time page={page} at={entry.at} style="relative" />
    </span>
  </li>
)
