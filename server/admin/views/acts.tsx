import { type Change, changesOf } from '../../audit/changes.ts'
import type { Entry, EntryPage } from '../../audit/queries.ts'
import { keyOf, type Targets } from '../../audit/targets.ts'
import { memberPath } from '../../profiles/frame.tsx'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { labelOr } from '../labels.ts'

type ActsProps = { readonly page: PageContext; readonly log: EntryPage }

/** Entries of the audit log: who did what to what, and what is different now. */
export const Acts = ({ page, log }: ActsProps) => (
  <ul class="ledger">
    {log.items.map(entry => (
      <Act key={entry.id} page={page} entry={entry} targets={log.targets} />
    ))}
  </ul>
)

type ActProps = { readonly page: PageContext; readonly entry: Entry; readonly targets: Targets }

function Act({ page, entry, targets }: ActProps) {
  const { t } = page
  const { act, actor, reason, at } = entry
  const changes = changesOf(t, entry, targets)
  return (
    <li>
      <Icon page={page} name="scroll-text" />
      <div class="stack">
        <p>
          {actor ? (
            <a class="b" href={memberPath(actor)}>
              {actor.displayName}
            </a>
          ) : (
            <b>{t('admin.system')}</b>
          )}{' '}
          {labelOr(t, `audit.${act}`, act)}
        </p>
        <p class="meta">
          <About page={page} entry={entry} targets={targets} />
        </p>
        {changes.length > 0 && (
          <dl class="facts lead told s">
            {changes.map(change => (
              <Changed key={change.label} page={page} change={change} />
            ))}
          </dl>
        )}
        {reason && <p class="soft-ink s as-written">{t('acts.reason', { reason })}</p>}
      </div>
      <span class="last">
        <Time page={page} at={at} />
      </span>
    </li>
  )
}

/** What is declared is called by a message. */
const NAMES: Readonly<Record<string, string>> = { permission: 'permission.', consumer: 'consumer.name.' }
/** There is one of each. */
const WHOLE: ReadonlySet<string> = new Set(['jobs', 'mails', 'settings', 'system'])

/** What the entry is about, with a link to it where there is something to see. */
function About({ page, entry, targets }: ActProps) {
  const { t } = page
  const { type, id } = entry.target
  const { name, path } = targets.get(keyOf(entry.target)) ?? { name: null, path: null }
  const kind = labelOr(t, `acts.target.${type}`, type)
  const called = name ?? labelOr(t, `${NAMES[type] ?? ''}${id}`, id)
  const words = WHOLE.has(type) ? kind : t('acts.about', { kind, what: called })
  return path ? <a href={path}>{words}</a> : <span>{words}</span>
}

const Changed = ({ page, change }: { readonly page: PageContext; readonly change: Change }) => (
  <>
    <dt>{change.label}</dt>
    <dd>{change.from === undefined ? change.to : page.t('acts.fromTo', { from: change.from, to: change.to })}</dd>
  </>
)
