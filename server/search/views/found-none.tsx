/** When nothing was found, or not what was typed: what to try instead. */
import type { MessageKey } from '../../core/i18n.ts'
import { Drawing, Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { addressOf, type Narrowing, type Wanted, widened } from '../asked.ts'
import { asTyped, parseQuery } from '../query.ts'
import type { Places } from '../resolve.ts'
import { narrowed } from './chips.tsx'
import { OperatorHelp } from './field.tsx'

type Props = { readonly page: PageContext; readonly wanted: Wanted }

/** Which words were looked for instead of those that were nowhere; and the way to insist. */
export function Meant({ page, wanted, meant }: Props & { readonly meant: ReadonlyMap<string, string> }) {
  if (meant.size === 0) return null
  const { t } = page
  const exactly = parseQuery(asTyped(wanted.typed.rest, new Set(meant.keys())))
  return (
    <p class="note" data-tone="info">
      <Icon page={page} name="info" />
      <span class="grow">
        {t('search.meant', { words: [...meant.values()].join(', ') })}{' '}
        <a href={addressOf({ ...wanted, typed: exactly, page: 1 })}>
          {t('search.exactly', { words: [...meant.keys()].join(', ') })}
        </a>
      </span>
    </p>
  )
}

const UNKNOWN = {
  in: 'search.unknown.in',
  by: 'search.unknown.by',
  tags: 'search.unknown.tag',
  kind: 'search.unknown.kind',
  thread: 'search.unknown.thread',
  from: 'search.unknown.day',
  before: 'search.unknown.day',
  unread: 'search.unknown.unread',
} satisfies Record<keyof Narrowing, MessageKey>

/** What means nothing: whether it is hidden or was never there is not said. */
export function Unknown({ page, wanted, unknown }: Props & { readonly unknown: readonly (keyof Narrowing)[] }) {
  const { t } = page
  const said = [...new Set(unknown.map(name => t(UNKNOWN[name], { name: String(wanted[name] ?? '') })))]
  return (
    <section class="sheet empty">
      <Drawing page={page} name="art-lost" class="art" />
      <p class="b">{t('search.none')}</p>
      {said.map(words => (
        <p key={words}>{words}</p>
      ))}
      <p class="row">
        <a class="btn" href={addressOf(widened(wanted))}>
          {t('search.everywhere')}
        </a>
      </p>
    </section>
  )
}

type NothingFoundProps = Props & {
  readonly places: Places
  /** Whether something else than posts was found. */
  readonly beside: boolean
}

export function NothingFound({ page, wanted, places, beside }: NothingFoundProps) {
  const { t } = page
  const all = narrowed(page, wanted, places)
  return (
    <section class="sheet">
      <div class="empty">
        <Drawing page={page} name="art-quiet" class="art" />
        <p class="b">{t(beside ? 'search.noPosts' : 'search.none')}</p>
        <p>{t(all.length > 0 ? 'search.tryWider' : 'search.tryOther')}</p>
        {all.length > 0 && (
          <ul class="row">
            {all.map(({ label, without }) => (
              <li key={label}>
                <a class="btn sm" href={addressOf({ ...wanted, ...without, page: 1 })}>
                  {t('search.withoutFilter', { label })}
                </a>
              </li>
            ))}
          </ul>
        )}
      </div>
      <details class="pad">
        <summary class="b">{t('search.help.show')}</summary>
        <div class="stack">
          <OperatorHelp page={page} id="search-help" />
        </div>
      </details>
    </section>
  )
}
