/** The versions of a post, and how two of them differ. */
import type { Piece } from '../posts/diff.ts'
import type { Version } from '../posts/history.ts'
import { Avatar } from '../site/avatar.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { Diff } from './diff.tsx'
import { type PostThread, postPath } from './post-path.ts'

type HistoryPageProps = {
  readonly page: PageContext
  readonly post: {
    readonly id: number
    readonly number: number
    readonly thread: PostThread & { readonly title: string }
  }
  /** Newest first; one more than are listed, if there are more. */
  readonly versions: readonly Version[]
  readonly most: number
  /** The two that are compared; one and the same for a post that has but one. */
  readonly shown: {
    readonly from: number
    readonly to: number
    readonly changes: readonly Piece[]
    readonly titleChanges: readonly Piece[]
  }
}

export function HistoryPage(props: HistoryPageProps) {
  const { page, post, versions } = props
  const { t } = page
  const title = t('history.title', { number: post.number })
  return (
    <Layout page={page} title={title} indexed={false}>
      <header class="stack tight">
        <h1>{title}</h1>
        <p class="soft-ink">
          <a href={postPath(post.thread, post)}>{post.thread.title}</a>
        </p>
      </header>
      <Comparison {...props} />
      {versions.length > 1 && <Versions {...props} />}
    </Layout>
  )
}

/** What the later of the two changed. */
function Comparison({ page, post, versions, shown }: HistoryPageProps) {
  const { t } = page
  const at = versions.findIndex(one => one.version === shown.to)
  const later = versions[at]
  const earlier = versions.find(one => one.version === shown.from)
  const newer = at > 0 ? versions[at - 1] : undefined
  // One that has another before it: the first version changed nothing.
  const older = at >= 0 && versions[at + 2] ? versions[at + 1] : undefined
  const path = `/posts/${post.id}/history`
  return (
    <section class="sheet pad stack" id="changes" aria-labelledby="changes-title">
      <div class="split">
        <h2 id="changes-title">
          {shown.from === shown.to
            ? t('history.only')
            : t('history.between', { from: earlier?.place ?? shown.from, to: later?.place ?? shown.to })}
        </h2>
        <nav class="row" aria-label={t('history.walk')}>
          {older && (
            <a class="btn sm ghost" href={`${path}?to=${older.version}#changes`}>
              <Icon page={page} name="chevron-left" class="sm flip" />
              {t('history.older')}
            </a>
          )}
          {newer && (
            <a class="btn sm ghost" href={`${path}?to=${newer.version}#changes`}>
              {t('history.newer')}
              <Icon page={page} name="chevron-right" class="sm flip" />
            </a>
          )}
        </nav>
      </div>
      {later && <Byline page={page} version={later} />}
      {shown.titleChanges.length > 0 && (
        <div class="stack tight">
          <h3>{t('thread.title')}</h3>
          <Diff page={page} pieces={shown.titleChanges} />
        </div>
      )}
      <Diff page={page} pieces={shown.changes} />
    </section>
  )
}

/** Who made a version, when and why. */
const Byline = ({ page, version }: { readonly page: PageContext; readonly version: Version }) => (
  <div class="stack tight">
    <p class="row s">
      <Avatar page={page} of={version.editor} size="xs" />
      <a class="plain" href={`/m/${encodeURIComponent(version.editor.name)}`}>
        {version.editor.displayName}
      </a>
      <span class="quiet">
        <Time page={page} at={version.at} />
      </span>
    </p>
    {version.reason && <p class="s soft-ink">{page.t('history.reason', { reason: version.reason })}</p>}
  </div>
)

/** All versions; two of them can be chosen and compared. */
function Versions({ page, post, versions, most, shown }: HistoryPageProps) {
  const { t } = page
  const path = `/posts/${post.id}/history`
  const listed = versions.slice(0, most)
  const last = versions.length > most ? listed.at(-1) : undefined
  return (
    <section class="sheet pad stack" aria-labelledby="versions">
      <h2 id="versions">{t('history.versions')}</h2>
      <form class="stack" method="get" action={`${path}#changes`}>
        <div class="versions-head s quiet" aria-hidden="true">
          <span>{t('history.from')}</span>
          <span>{t('history.to')}</span>
        </div>
        <ol class="versions" reversed>
          {listed.map(one => (
            <li key={one.version}>
              <Choice page={page} name="from" version={one} chosen={shown.from} />
              <Choice page={page} name="to" version={one} chosen={shown.to} />
              <div class="stack tight">
                <a class="t" href={`${path}?to=${one.version}#changes`}>
                  {t(one.place === 1 ? 'history.first' : 'history.version', { place: one.place })}
                </a>
                <Byline page={page} version={one} />
              </div>
            </li>
          ))}
        </ol>
        <div class="split">
          {last ? (
            <a class="btn ghost" href={`${path}?until=${last.version}`}>
              {t('history.more')}
            </a>
          ) : (
            <span />
          )}
          <button class="btn fill" type="submit">
            {t('history.compare')}
          </button>
        </div>
      </form>
    </section>
  )
}

type ChoiceProps = {
  readonly page: PageContext
  readonly name: 'from' | 'to'
  readonly version: Version
  readonly chosen: number
}

const Choice = ({ page, name, version: { version, place }, chosen }: ChoiceProps) => (
  <label class="check">
    <input type="radio" name={name} value={version} checked={version === chosen} />
    <span class="vh">{page.t(name === 'from' ? 'history.fromVersion' : 'history.toVersion', { place })}</span>
  </label>
)
