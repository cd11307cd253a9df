/** The texts that a member began and did not send. */
import { Icon, type IconName } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Time } from '../site/time.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { type DraftItem, type Kind, readKey } from './queries.ts'

type DraftsPageProps = {
  readonly page: PageContext
  readonly drafts: readonly DraftItem[]
  readonly nextCursor: string | null
  readonly firstPage: boolean
}

/** `POST /drafts/:key/delete`. */
export function DraftsPage({ page, drafts, nextCursor, firstPage }: DraftsPageProps) {
  const { t } = page
  return (
    <Layout page={page} title={t('drafts.title')} indexed={false}>
      <header class="stack tight">
        <h1>{t('drafts.title')}</h1>
        <p class="soft-ink">
          {t('drafts.intro')} <a href="/posts/deleted">{t('deleted.own')}</a>
        </p>
      </header>
      {drafts.length === 0 ? (
        <p class="note" data-tone="stone">
          <Icon page={page} name="info" />
          {t('drafts.none')}
        </p>
      ) : (
        <ul class="sheet ledger drafts">
          {drafts.map(draft => (
            <Draft key={draft.key} page={page} draft={draft} />
          ))}
        </ul>
      )}
      <ListPager page={page} path="/drafts" nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </Layout>
  )
}

const ICONS: Readonly<Record<Kind, IconName>> = { thread: 'pen-line', reply: 'reply', edit: 'pencil' }
const LABELS = { thread: 'drafts.thread', reply: 'drafts.reply', edit: 'drafts.edit' } as const

/** Where a draft is gone on with; null when that place is out of sight, and the text can only be copied. */
function continueAt({ key, kind, subject }: DraftItem): string | null {
  if (kind === 'thread') return '/threads/new'
  if (!subject) return null
  return kind === 'reply' ? `${threadPath(subject)}?draft=1#reply` : `/posts/${readKey(key).about}/edit`
}

/** The whole text can be read and copied here, whatever became of the place that it was for. */
function Draft({ page, draft }: { readonly page: PageContext; readonly draft: DraftItem }) {
  const { t } = page
  const { key, kind, body, fields, subject } = draft
  const href = continueAt(draft)
  const title = kind === 'thread' ? fields.title?.trim() || t('drafts.untitled') : subject?.title
  return (
    <li>
      <span class="swatch lg" data-tone="stone">
        <Icon page={page} name={ICONS[kind]} />
      </span>
      <div class="stack">
        <p>
          <span class="quiet s">{t(LABELS[kind])}</span>{' '}
          {href ? (
            <a class="t" href={href}>
              {title}
            </a>
          ) : (
            <span class="soft-ink">{t('drafts.outOfSight')}</span>
          )}
        </p>
        {body !== '' && <p class="s soft-ink clip">{body.slice(0, 400)}</p>}
        <div class="row">
          {href && (
            <a class="btn sm" href={href} aria-label={t('drafts.continueNamed', { title: title ?? '' })}>
              {t('drafts.continue')}
            </a>
          )}
          <details>
            <summary class="btn ghost sm">{t('drafts.text')}</summary>
            <textarea class="in" readonly rows={6} aria-label={t('drafts.text')}>
              {`\n${body}`}
            </textarea>
          </details>
          <form method="post" action={`/drafts/${key}/delete`} data-behavior="busy-submit" data-forgets={key}>
            <button class="btn ghost sm" type="submit" data-busy={t('form.deleting')}>
              <Icon page={page} name="trash-2" class="sm" />
              {t('drafts.delete')}
            </button>
          </form>
        </div>
      </div>
      <div class="last">
        <Time page={page} at={draft.updatedAt} style="relative" />
      </div>
    </li>
  )
}
