import type { ComponentChildren } from 'preact'
import { type Line, saysIn } from '../../doctor/finding.ts'
import type { Examination } from '../../operations/examine.ts'
import type { System } from '../../operations/system.ts'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { Time } from '../../site/time.tsx'
import { labelOr } from '../labels.ts'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/system'

type AdminSystemProps = {
  readonly page: PageContext
  readonly system: System
  /** Whether somebody has just asked for what takes long to find out. */
  readonly asked: boolean
}

/** `POST /admin/system/examinations` with nothing. */
export function AdminSystem({ page, system, asked }: AdminSystemProps) {
  const { t } = page
  const { findings, examination } = system
  return (
    <AdminFrame page={page} title={t('admin.serverState')} help={t('system.help')} place={PATH}>
      {asked && examination?.doneAt === null && (
        <Notice page={page} tone="info">
          {t('system.asked')} <a href={PATH}>{t('system.reload')}</a>
        </Notice>
      )}
      <section class="sheet" aria-labelledby="findings">
        <h2 id="findings" class="head">
          {t('system.findings')}
        </h2>
        <Findings page={page} findings={findings} />
      </section>
      <section class="sheet" aria-labelledby="thorough">
        <div class="head split">
          <div class="stack tight grow-fit">
            <h2 id="thorough">{t('system.thorough')}</h2>
            <p class="soft-ink">
              <Looked page={page} examination={examination} />
            </p>
          </div>
          <form method="post" action={`${PATH}/examinations`} data-behavior="busy-submit">
            <button class="btn" type="submit">
              <Icon page={page} name="refresh-cw" />
              {t('system.again')}
            </button>
          </form>
        </div>
        {examination?.doneAt && <Findings page={page} findings={examination.findings} />}
      </section>
      <Facts page={page} system={system} />
    </AdminFrame>
  )
}

function Looked({ page, examination }: { readonly page: PageContext; readonly examination: Examination | null }) {
  const { t } = page
  if (!examination) return t('system.never')
  const { askedAt, doneAt } = examination
  return (
    <>
      {t(doneAt ? 'system.looked' : 'system.looking')} <Time page={page} at={doneAt ?? askedAt} />
    </>
  )
}

const TONES = { ok: 'ok', warn: 'warn', fail: 'bad' } as const
const ICONS = { ok: 'check', warn: 'triangle-alert', fail: 'circle-alert' } as const

const Findings = ({ page, findings }: { readonly page: PageContext; readonly findings: readonly Line[] }) => (
  <ul class="ledger">
    {findings.map(line => (
      <li key={line.check}>
        <span class="swatch lg" data-tone={TONES[line.result]}>
          <Icon page={page} name={ICONS[line.result]} />
        </span>
        <div class="stack">
          <p class="row">
            <b>{labelOr(page.t, `system.check.${line.check}`, line.check)}</b>
            <span class="chip" data-tone={TONES[line.result]}>
              {page.t(`system.result.${line.result}`)}
            </span>
          </p>
          <p class="s soft-ink as-written">{saysIn(page.t, line)}</p>
        </div>
      </li>
    ))}
  </ul>
)

type Fact = readonly [label: string, value: ComponentChildren]
type Panel = { readonly title: string; readonly facts: readonly Fact[] }

const FactRow = ({ label, value }: { readonly label: string; readonly value: ComponentChildren }) => (
  <>
    <dt>{label}</dt>
    <dd class="num">{value}</dd>
  </>
)

const MEGABYTE = 1024 * 1024

function Facts({ page, system }: Pick<AdminSystemProps, 'page' | 'system'>) {
  const { t } = page
  const { versions, process, processes, machine, database, examination } = system
  const size = (bytes: number) => t('system.megabytes', { count: Math.round(bytes / MEGABYTE) })
  const of = (part: number, whole: number) => t('system.of', { part: size(part), whole: size(whole) })
  const count = (many: number) => t('admin.count', { count: many })
  const { disk, diskFree } = machine
  const onDisk: Fact[] = disk === null || diskFree === null ? [] : [[t('system.diskFree'), of(diskFree, disk)]]
  const stored: Fact[] = examination?.doneAt
    ? [[t('system.files', { count: examination.files }), size(examination.bytes)]]
    : []
  const panels: readonly Panel[] = [
    {
      title: t('system.versions'),
      facts: [
        ['Guildhall', versions.guildhall],
        ['Node.js', versions.node],
        ['PostgreSQL', versions.postgresql],
        [t('system.schema'), versions.schema],
      ],
    },
    {
      title: t('system.process', { id: process.id }),
      facts: [
        [t('system.startedAt'), <Time key="at" page={page} at={process.startedAt} />],
        [t('system.memory'), size(process.memory)],
        [t('system.sockets'), count(process.sockets)],
        [t('system.processes'), count(processes)],
      ],
    },
    {
      title: t('system.machine'),
      facts: [
        [t('system.memoryFree'), of(machine.memoryFree, machine.memory)],
        ...onDisk,
        [t('system.databaseSize'), size(database.bytes)],
        [t('system.connections'), t('system.of', { part: database.connections, whole: database.maxConnections })],
        ...stored,
      ],
    },
  ]
  return (
    <div class="grid">
      {panels.map(({ title, facts }) => (
        <section key={title} class="panel">
          <h2>{title}</h2>
          <dl class="facts">
            {facts.map(([label, value]) => (
              <FactRow key={label} label={label} value={value} />
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
