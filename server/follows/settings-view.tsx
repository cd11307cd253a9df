import { Drawing, Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'
import { placeOf } from './paths.ts'
import type { FollowRow } from './queries.ts'
import type { Level } from './schema.ts'
import { FollowMenu } from './views.tsx'

type FollowsPageProps = {
  readonly page: PageContext
  readonly level: Level
  readonly rows: readonly FollowRow[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
}

const LEVELS: readonly Level[] = ['follow', 'mute']
const ICONS = { thread: 'messages-square', tag: 'hash' } as const satisfies Record<string, IconName>

/** Where the list of each is. */
export const listOf = (level: Level): string =>
  level === 'follow' ? '/settings/follows' : '/settings/follows?level=mute'

/** What the reader follows, or what they have muted; each with the menu to change it. */
export function FollowsPage({ page, level, rows, nextCursor, firstPage }: FollowsPageProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/follows">
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
        {rows.length > 0 ? (
          <section class="sheet" aria-label={t(`follows.${level}`)}>
            <ul class="ledger">
              {rows.map(row => (
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
    </SettingsFrame>
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
