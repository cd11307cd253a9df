import type { LogStanding } from '../../core/events/standing.ts'
import { JOB_STATES, type JobState, type QueuedJob, type ScheduleRow } from '../../core/job-list.ts'
import { Icon } from '../../site/icon.tsx'
import { Notice } from '../../site/notice.tsx'
import type { PageContext } from '../../site/page.ts'
import { ListPager } from '../../site/pagination.tsx'
import { Time } from '../../site/time.tsx'
import type { JobNotice } from '../job-pages.tsx'
import { labelOr } from '../labels.ts'
import { Consumers } from './consumers.tsx'
import { AdminFrame } from './frame.tsx'

const PATH = '/admin/jobs'

type AdminJobsProps = {
  readonly page: PageContext
  readonly jobs: readonly QueuedJob[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
  /** Which jobs are shown; null: all. */
  readonly state: JobState | null
  readonly counts: Readonly<Record<JobState, number>>
  readonly log: LogStanding
  readonly schedules: readonly ScheduleRow[]
  readonly notice: JobNotice | null
  readonly problem: string | null
}

/** `POST /admin/jobs/:id/retries`, `…/:id/delete`, `/admin/jobs/retries` and `/admin/consumers/:name/retries` with nothing. */
export function AdminJobs(props: AdminJobsProps) {
  const { page, jobs, nextCursor, firstPage, state, counts, log, schedules, notice, problem } = props
  const { t } = page
  return (
    <AdminFrame page={page} title={t('admin.jobs')} help={t('job.help')} place={PATH}>
      {notice && (
        <Notice page={page} tone={notice === 'failed-again' ? 'warn' : 'ok'}>
          {t(`job.notice.${notice}`)}
        </Notice>
      )}
      {problem && (
        <Notice page={page} tone="warn">
          {problem}
        </Notice>
      )}
      <section class="stack" aria-labelledby="jobs">
        <div class="split">
          <h2 id="jobs">{t('job.queue')}</h2>
          {counts['given-up'] > 0 && (
            <form method="post" action={`${PATH}/retries`} data-behavior="busy-submit">
              <button class="btn" type="submit">
                <Icon page={page} name="rotate-ccw" />
                {t('job.retryAll')}
              </button>
            </form>
          )}
        </div>
        <States page={page} state={state} counts={counts} />
        {jobs.length > 0 ? (
          <div class="sheet">
            <ul class="ledger">
              {jobs.map(job => (
                <Job key={job.id} page={page} job={job} />
              ))}
            </ul>
          </div>
        ) : (
          <p class="note" data-tone="stone">
            <Icon page={page} name="info" />
            <span class="grow">{t(state ? 'job.noneSo' : 'job.none')}</span>
          </p>
        )}
        <ListPager
          page={page}
          path={state ? `${PATH}?state=${state}` : PATH}
          nextCursor={nextCursor}
          firstPage={firstPage}
          kind="list"
        />
      </section>
      <Consumers page={page} log={log} />
      <Schedules page={page} schedules={schedules} />
    </AdminFrame>
  )
}

const TONES = { queued: 'stone', running: 'ok', failed: 'warn', 'given-up': 'bad' } as const
const ICONS = { queued: 'clock', running: 'refresh-cw', failed: 'history', 'given-up': 'triangle-alert' } as const

const States = ({ page, state, counts }: Pick<AdminJobsProps, 'page' | 'state' | 'counts'>) => (
  <nav class="tabs" aria-label={page.t('job.filter')}>
    <a href={PATH} aria-current={state ? undefined : 'page'}>
      {page.t('job.all')}
    </a>
    {JOB_STATES.map(one => (
      <a key={one} href={`${PATH}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
        {page.t(`job.states.${one}`)} <span class="num">{page.t('admin.count', { count: counts[one] })}</span>
      </a>
    ))}
  </nav>
)

function Job({ page, job }: { readonly page: PageContext; readonly job: QueuedJob }) {
  const { t } = page
  const { id, name, state, ids, attempts, maxAttempts, runAt, startedAt, trouble } = job
  const label = labelOr(t, `job.name.${name}`, name)
  return (
    <li>
      <span class="swatch lg" data-tone={TONES[state]}>
        <Icon page={page} name={ICONS[state]} />
      </span>
      <div class="stack">
        <p class="row">
          <b>{label}</b>
          <span class="chip" data-tone={TONES[state]}>
            {t(`job.state.${state}`)}
          </span>
        </p>
        <p class="meta">
          <span class="num">#{id}</span>
          <span class="mono">{[name, ...Object.entries(ids).map(([key, value]) => `${key} ${value}`)].join(', ')}</span>
          {attempts > 0 && <span>{t('job.attempts', { count: attempts, of: maxAttempts })}</span>}
          {startedAt ? (
            <span>
              {t('job.startedAt')} <Time page={page} at={startedAt} />
            </span>
          ) : (
            state !== 'given-up' && (
              <span>
                {t('job.runAt')} <Time page={page} at={runAt} />
              </span>
            )
          )}
        </p>
        {trouble && <p class="quiet s mono as-written">{trouble}</p>}
      </div>
      {state !== 'running' && (
        <div class="last">
          <form method="post" action={`${PATH}/${id}/retries`} data-behavior="busy-submit">
            <button class="btn sm" type="submit" aria-label={t('job.retryNamed', { name: label, id })}>
              {t('job.retry')}
            </button>
          </form>
          {state !== 'queued' && (
            <form method="post" action={`${PATH}/${id}/delete`} data-behavior="busy-submit">
              <button
                class="btn sm ghost"
                data-tone="bad"
                type="submit"
                aria-label={t('job.dropNamed', { name: label, id })}
              >
                {t('job.drop')}
              </button>
            </form>
          )}
        </div>
      )}
    </li>
  )
}

const Schedules = ({ page, schedules }: Pick<AdminJobsProps, 'page' | 'schedules'>) => {
  const { t } = page
  return (
    <div class="stack">
      <h2 id="schedules">{t('schedule.title')}</h2>
      <section class="sheet scroll" tabindex={0} aria-labelledby="schedules">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('schedule.job')}</th>
              <th scope="col">{t('schedule.cron')}</th>
              <th scope="col">{t('schedule.last')}</th>
              <th scope="col">{t('schedule.next')}</th>
            </tr>
          </thead>
          <tbody>
            {schedules.map(({ job, cron, lastAt, nextAt }) => (
              <tr key={job}>
                <th scope="row">{labelOr(t, `job.name.${job}`, job)}</th>
                <td>
                  <code>{cron}</code>
                </td>
                <td>{lastAt ? <Time page={page} at={lastAt} /> : t('schedule.never')}</td>
                <td>{nextAt ? <Time page={page} at={nextAt} /> : t('schedule.never')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
