import type { EntryPage } from '../../audit/queries.ts'
import { TARGET_TYPES } from '../../audit/targets.ts'
import { messageKeys } from '../../core/i18n.ts'
import { SelectField, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { EMPTY_FORM } from '../../site/routes.ts'
import type { AuditFields } from '../audit-pages.tsx'
import { labelOr } from '../labels.ts'
import { Acts } from './acts.tsx'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/audit'
const ACTS = 'audit.'

type AdminAuditProps = {
  readonly page: PageContext
  readonly log: EntryPage
  /** What the list is narrowed by. */
  readonly fields: AuditFields
  readonly firstPage: boolean
}

/** `GET /admin/audit` with `actor`, `act`, `targetType`, `targetId`, `since`, `until`. */
export function AdminAudit({ page, log, fields, firstPage }: AdminAuditProps) {
  const { t } = page
  const asked = new URLSearchParams({ ...fields }).toString()
  return (
    <AdminFrame page={page} title={t('admin.audit')} help={t('acts.help')} place={PATH}>
      <Filter page={page} fields={fields} />
      {log.items.length > 0 ? (
        <section class="sheet" aria-label={t('admin.audit')}>
          <Acts page={page} log={log} />
        </section>
      ) : (
        <p class="note" data-tone="stone" role="status">
          <Icon page={page} name="info" />
          <span class="grow">{t(asked ? 'acts.noneSo' : 'admin.noActs')}</span>
        </p>
      )}
      <ListPager
        page={page}
        path={asked ? `${PATH}?${asked}` : PATH}
        nextCursor={log.nextCursor}
        firstPage={firstPage}
        kind="list"
      />
    </AdminFrame>
  )
}

function Filter({ page, fields }: Pick<AdminAuditProps, 'page' | 'fields'>) {
  const { t } = page
  const common = { page, form: { ...EMPTY_FORM, values: { ...fields } }, required: false }
  const options = (values: readonly string[], prefix: string) =>
    values
      .map(value => ({ value, label: labelOr(t, `${prefix}${value}`, value) }))
      .sort((a, b) => a.label.localeCompare(b.label, page.locale))
  const acts = messageKeys(ACTS).map(key => key.slice(ACTS.length))
  return (
    <search>
      <form class="sheet pad stack" method="get" action={PATH}>
        <div class="fields">
          <TextField {...common} name="actor" label={t('acts.actor')} autocomplete="off" maxLength={80} />
          <SelectField
            {...common}
            name="act"
            label={t('acts.act')}
            prompt={t('acts.any')}
            options={options(acts, ACTS)}
          />
          <SelectField
            {...common}
            name="targetType"
            label={t('acts.targetType')}
            prompt={t('acts.any')}
            options={options(TARGET_TYPES, 'acts.target.')}
          />
          <TextField {...common} name="targetId" label={t('acts.targetId')} autocomplete="off" maxLength={80} />
          <TextField {...common} name="since" type="date" label={t('acts.since')} />
          <TextField {...common} name="until" type="date" label={t('acts.until')} />
        </div>
        <div class="row">
          <button class="btn" type="submit">
            <Icon page={page} name="search" />
            {t('tag.filter')}
          </button>
          {Object.keys(fields).length > 0 && (
            <a class="btn ghost" href={PATH}>
              {t('acts.clear')}
            </a>
          )}
        </div>
      </form>
    </search>
  )
}
