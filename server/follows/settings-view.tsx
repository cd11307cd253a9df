import { AUTO_FOLLOW } from '../members/schema.ts'
import { FormErrors, type FormProps, RadioField, Submit } from '../site/controls.tsx'
import { Drawing, Icon, type IconName } from '../site/icon.tsx'
import { Notice } from '../site/notice.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'
import { placeOf } from './paths.ts'
import type { FollowRow } from './queries.ts'
import type { Level } from './schema.ts'
import { FollowMenu } from './views.tsx'

type FollowsPageProps = FormProps & {
  readonly level: Level
  readonly items: readonly FollowRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
  readonly saved: boolean
}

const LEVELS: readonly Level[] = ['follow', 'mute']
const ICONS = { thread: 'messages-square', tag: 'hash' } as const satisfies Record<string, IconName>

/** Where the list of each is. */
export const listOf = (level: Level): string =>
  level === 'follow' ? '/settings/follows' : '/settings/follows?level=mute'

/** What the reader follows, or what they have muted; each with the menu to change it. */
export function FollowsPage({ page, form, level, items, nextCursor, firstPage, saved }: FollowsPageProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/follows">
      {saved && <Notice page={page}>{t('form.saved')}</Notice>}
      <p class="soft-ink">{t(`follows.help.${level}`)}</p>
      <nav class="row" aria-label={t('follows.show')}>
        {LEVELS.map(one => (
          <a key={one} class="btn sm" href={listOf(one)} aria-current={one === level ? 'true' : undefined}>
            <Icon page={page} name={one === 'follow' ? 'bell-ring' : 'bell-off'} class="sm" />
            {t(`follows.${one}`)}
          </a>
        ))}
      </nav>
      <div id="follows">
        {items.length > 0 ? (
          <section class="sheet" aria-label={t(`follows.${level}`)}>
            <ul class="ledger">
              {items.map(row => (
                <Row key={`${row.kind} ${row.id}`} page={page} row={row} />
              ))}
            </ul>
          </section>
        ) : (
          <div class="empty">
            <Drawing page={page} name="art-quiet" class="art" />
            <p class="b">{t(`follows.none.${level}`)}</p>
          </div>
        )}
      </div>
      <ListPager page={page} path={listOf(level)} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
      {level === 'follow' && firstPage && <AutoFollow page={page} form={form} />}
    </SettingsFrame>
  )
}

/** `POST /settings/follows` with `autoFollow`. */
function AutoFollow({ page, form }: FormProps) {
  const { t } = page
  const legend = t('autoFollow.title')
  return (
    <form class="sheet pad stack" method="post" action="/settings/follows" data-behavior="busy-submit">
      <FormErrors page={page} form={form} labels={{ autoFollow: legend }} />
      <RadioField
        page={page}
        form={form}
        name="autoFollow"
        legend={legend}
        hint={t('autoFollow.help')}
        options={AUTO_FOLLOW.map(value => ({ value, label: t(`autoFollow.${value}`) }))}
      />
      <div>
        <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
      </div>
    </form>
  )
}

function Row({ page, row }: { readonly page: PageContext; readonly row: FollowRow }) {
  const { t } = page
  const { kind, name } = row
  return (
    <li>
      <span class="swatch lg" data-tone={row.tone ?? 'stone'} aria-hidden="true">
        {kind === 'category' ? [...name][0] : <Icon page={page} name={ICONS[kind]} />}
      </span>
      <div class="stack">
        <a class="t" href={placeOf(row)}>
          {name}
        </a>
        <div class="meta">
          <span>{t(`follows.kind.${kind}`)}</span>
          <Time page={page} at={row.createdAt} style="date" />
        </div>
      </div>
      <div class="last">
        <FollowMenu page={page} thing={row} level={row.level} within="#follows" listed={{ from: row.level, name }} />
      </div>
    </li>
  )
}
