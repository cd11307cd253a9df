/** What somebody is told, newest first, and what they want to be told. */
import type { NotificationKinds } from '../core/notification-kinds.ts'
import { FormErrors, type FormProps, fieldId, Submit } from '../site/controls.tsx'
import { Drawing, Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import { Notice } from '../site/notice.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { SettingsFrame } from '../site/settings-frame.tsx'
import type { NotificationRow } from './queries.ts'
import { Row } from './row.tsx'

const PATH = '/notifications'
const PATH_UNREAD = '/notifications?unread=true'
const HOUR_MS = 60 * 60 * 1000

/** By age and not by date: a page does not know when its reader's day begins. */
const AGES = [
  { hours: 24, label: 'notification.day' },
  { hours: 7 * 24, label: 'notification.week' },
  { hours: Number.POSITIVE_INFINITY, label: 'notification.earlier' },
] as const

type NotificationsPageProps = {
  readonly page: PageContext
  readonly kinds: NotificationKinds
  readonly items: readonly NotificationRow[]
  readonly nextCursor: string | null
  readonly unread: number
  /** Whether only the unread are listed. */
  readonly only: boolean
  readonly firstPage: boolean
}

/** `POST /notifications/read` with `upTo` and perhaps `id`. */
export function NotificationsPage(props: NotificationsPageProps) {
  const { page, kinds, items, nextCursor, unread, only, firstPage } = props
  const { t } = page
  const title = t('notification.title')
  const [newest] = items
  return (
    <Layout page={page} title={title} indexed={false} current={PATH} live="me">
      <div id="notifications" class="stack loose">
        <div class="split">
          <h1>{title}</h1>
          <div class="row">
            {firstPage && newest && unread > 0 && <ReadAll page={page} upTo={newest.position} only={only} />}
            <a class="btn ghost sq" href="/settings/notifications" aria-label={t('notification.choose')}>
              <Icon page={page} name="settings" />
            </a>
          </div>
        </div>
        <nav class="tabs" aria-label={t('notification.filter')}>
          <a href={PATH} aria-current={only ? undefined : 'page'}>
            {t('notification.all')}
          </a>
          <a href={PATH_UNREAD} aria-current={only ? 'page' : undefined}>
            {t('notification.unread')}{' '}
            {unread > 0 && <span class="n">{t('notification.number', { count: unread })}</span>}
          </a>
        </nav>
        {items.length > 0 ? (
          <Aged page={page} kinds={kinds} items={items} only={only} />
        ) : (
          <Quiet page={page} only={only} />
        )}
        <ListPager
          page={page}
          path={only ? PATH_UNREAD : PATH}
          nextCursor={nextCursor}
          firstPage={firstPage}
          kind="list"
        />
      </div>
    </Layout>
  )
}

const ReadAll = ({
  page,
  upTo,
  only,
}: {
  readonly page: PageContext
  readonly upTo: number
  readonly only: boolean
}) => (
  <form
    method="post"
    action="/notifications/read"
    data-behavior="swap"
    data-swap="#notifications, #bell, #inbox"
    data-said={page.t('notification.allRead')}
  >
    <input type="hidden" name="upTo" value={upTo} />
    {only && <input type="hidden" name="unread" value="true" />}
    <button class="btn" type="submit">
      <Icon page={page} name="check-check" />
      {page.t('notification.readAll')}
    </button>
  </form>
)

type AgedProps = Pick<NotificationsPageProps, 'page' | 'kinds' | 'items' | 'only'>

/** The list in its ages. */
function Aged({ page, kinds, items, only }: AgedProps) {
  const ageOf = ({ updatedAt }: NotificationRow) =>
    AGES.findIndex(({ hours }) => page.now.getTime() - updatedAt.getTime() < hours * HOUR_MS)
  return (
    <>
      {AGES.map(({ label }, age) => {
        const rows = items.filter(item => ageOf(item) === age)
        return (
          rows.length > 0 && (
            <section key={label} class="sheet" aria-labelledby={`age-${age}`}>
              <h2 id={`age-${age}`} class="head l">
                {page.t(label)}
              </h2>
              <ul class="ledger tracked told">
                {rows.map(row => (
                  <Row key={row.id} page={page} kinds={kinds} row={row} only={only} />
                ))}
              </ul>
            </section>
          )
        )
      })}
    </>
  )
}

const Quiet = ({ page, only }: { readonly page: PageContext; readonly only: boolean }) => (
  <section class="sheet empty">
    <Drawing page={page} name="art-quiet" class="art" />
    <p class="b">{page.t(only ? 'notification.noneUnread' : 'notification.none')}</p>
    {!only && <p class="s">{page.t('notification.noneHelp')}</p>}
  </section>
)

type KindsPageProps = FormProps & {
  readonly kinds: NotificationKinds
  readonly told: readonly string[]
  readonly saved: boolean
}

/** `POST /settings/notifications` with `tell`, once for each kind that is wanted. */
export function KindsPage({ page, kinds, form, told, saved }: KindsPageProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/notifications">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <form class="sheet pad stack" method="post" action="/settings/notifications" data-behavior="busy-submit">
        <FormErrors page={page} form={form} labels={{ tell: t('notification.kinds') }} />
        <fieldset class="field" data-tone={form.errors.tell ? 'bad' : undefined}>
          <legend>{t('notification.kinds')}</legend>
          {[...kinds].map(
            ([kind, { choice }], index) =>
              choice && (
                <label key={kind} class="check">
                  <input
                    type="checkbox"
                    id={index === 0 ? fieldId('tell') : undefined}
                    name="tell"
                    value={kind}
                    checked={told.includes(kind)}
                  />
                  <span>
                    {t(choice.label)}
                    {choice.help && <span class="hint">{t(choice.help)}</span>}
                  </span>
                </label>
              ),
          )}
        </fieldset>
        <p class="hint">
          {t('notification.mutedHelp')} <a href="/settings/follows?level=mute">{t('notification.mutedList')}</a>
        </p>
        <div>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
    </SettingsFrame>
  )
}
