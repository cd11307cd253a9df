/** How one says what one wants to hear of a thread, a category or a tag: one menu of three, wherever it stands. */
import { renderToString } from 'preact-render-to-string'
import { Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { formOf } from './paths.ts'
import type { Follow } from './queries.ts'
import type { Level } from './schema.ts'
import type { Thing } from './service.ts'

type Choice = Level | 'usual'

const CHOICES: readonly { readonly choice: Choice; readonly icon: IconName }[] = [
  { choice: 'follow', icon: 'bell-ring' },
  { choice: 'usual', icon: 'bell' },
  { choice: 'mute', icon: 'bell-off' },
]

type FollowMenuProps = {
  readonly page: PageContext
  readonly thing: Thing
  /** What was said of it; null for the usual. */
  readonly level: Level | null
  /** The element of the page that says so, and that is made anew when it changes. */
  readonly within: string
  /** The list that it stands in, away from the thing's own page: there it names the thing to those who hear it. */
  readonly listed?: { readonly from: Level; readonly name: string }
}

/** `POST /threads/:id/follow` and its like with `level`: three buttons in a menu, of which one is pressed. */
export function FollowMenu({ page, thing, level, within, listed }: FollowMenuProps) {
  const { t } = page
  const current = level ?? 'usual'
  const icon = CHOICES.find(({ choice }) => choice === current)?.icon ?? 'bell'
  return (
    <form class="follow" method="post" action={formOf(thing)} data-behavior="swap" data-swap={within}>
      {listed && <input type="hidden" name="from" value={listed.from} />}
      <details class="menu" data-behavior="menu">
        <summary class={current === 'usual' ? 'btn sm' : 'btn soft sm'}>
          <Icon page={page} name={icon} class="sm" />
          {t(`follow.state.${current}`)}
          {listed && <span class="vh">{t('follow.of', { name: listed.name })}</span>}
          <Icon page={page} name="chevron-down" class="sm" />
        </summary>
        <ul>
          {CHOICES.map(({ choice, icon }) => (
            <li key={choice}>
              <button class="item" type="submit" name="level" value={choice} aria-pressed={choice === current}>
                <Icon page={page} name={icon} />
                <span>
                  <b>{t(`follow.level.${choice}`)}</b>
                  <br />
                  <span class="s quiet">{t(`follow.help.${thing.kind}.${choice}`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </form>
  )
}

/** Beside a thread: for its `follow` slot. */
export const fillThreadFollow = (
  page: PageContext,
  thread: { readonly id: number; readonly slug: string },
  { level, around }: Follow,
): string => {
  const { t } = page
  const state = level ?? (around === 'mute' ? 'around' : 'usual')
  const thing = { kind: 'thread', id: thread.id, slug: thread.slug } as const
  return renderToString(
    <section class="panel stack" id="follow" aria-labelledby="follow-title">
      <h2 id="follow-title">{t(`follow.title.${state}`)}</h2>
      <p class="s soft-ink">{t(state === 'around' ? 'follow.help.thread.around' : `follow.help.thread.${state}`)}</p>
      <FollowMenu page={page} thing={thing} level={level} within="#follow" />
    </section>,
  )
}

/** In the head of a category or tag, with what holds from around it: for its `follow` slot. */
export const fillFollow = (page: PageContext, thing: Thing, { level, around }: Follow): string =>
  renderToString(
    <div id="follow">
      <FollowMenu page={page} thing={thing} level={level} within="#follow" />
      {!level && around && <p class="s soft-ink">{page.t(`follow.around.${around}`)}</p>}
    </div>,
  )
