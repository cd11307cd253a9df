/** A member's pages: who they are, the threads they began, the posts they wrote. */
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { Time } from '../site/time.tsx'
import { Ledger, type LedgerRow, threadPath } from '../threads/ledger.tsx'
import { MemberFrame, type MemberProps, memberPath } from './frame.tsx'
import type { WrittenRow } from './queries.ts'

type MemberPageProps = MemberProps & {
  /** Their latest threads, and their latest posts in those of others and their own. */
  readonly begun: readonly LedgerRow[]
  readonly written: readonly WrittenRow[]
}

export function MemberPage({ begun, written, ...props }: MemberPageProps) {
  const { page, member } = props
  const { t } = page
  const path = memberPath(member)
  return (
    <MemberFrame {...props} tab="">
      {!member.activityShown && (
        <p class="note" data-tone="stone">
          <Icon page={page} name="eye-off" />
          <span class="grow">{t('profile.activityKept', { name: member.displayName })}</span>
        </p>
      )}
      {begun.length > 0 && (
        <section class="sheet" aria-labelledby="begun">
          <div class="split head">
            <h2 id="begun">{t('profile.latestThreads')}</h2>
            <a href={`${path}/threads`}>{t('profile.allThreads')}</a>
          </div>
          <Ledger page={page} threads={begun} placed={true} />
        </section>
      )}
      {written.length > 0 && (
        <section class="sheet" aria-labelledby="written">
          <div class="split head">
            <h2 id="written">{t('profile.latestReplies')}</h2>
            <a href={`${path}/posts`}>{t('profile.allPosts')}</a>
          </div>
          <Posts page={page} posts={written} />
        </section>
      )}
    </MemberFrame>
  )
}

type Paged = { readonly nextCursor: string | null; readonly firstPage: boolean }

type BegunPageProps = MemberProps & Paged & { readonly threads: readonly LedgerRow[] }

export function BegunPage({ threads, nextCursor, firstPage, ...props }: BegunPageProps) {
  const { page, member } = props
  const path = `${memberPath(member)}/threads`
  return (
    <MemberFrame {...props} tab="/threads">
      <section class="sheet" aria-label={page.t('profile.threads')}>
        {threads.length > 0 ? <Ledger page={page} threads={threads} placed={true} /> : <Nothing page={page} />}
      </section>
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} />
    </MemberFrame>
  )
}

type WrittenPageProps = MemberProps & Paged & { readonly posts: readonly WrittenRow[] }

export function WrittenPage({ posts, nextCursor, firstPage, ...props }: WrittenPageProps) {
  const { page, member, own } = props
  const path = `${memberPath(member)}/posts`
  return (
    <MemberFrame {...props} tab="/posts">
      <section class="sheet" aria-label={page.t('profile.posts')}>
        {posts.length > 0 ? <Posts page={page} posts={posts} /> : <Nothing page={page} />}
      </section>
      <ListPager page={page} path={path} nextCursor={nextCursor} firstPage={firstPage} kind="list" />
      {own && (
        <p class="s">
          <a href="/posts/deleted">{page.t('deleted.own')}</a>
        </p>
      )}
    </MemberFrame>
  )
}

type PostsProps = { readonly page: PageContext; readonly posts: readonly WrittenRow[] }

/** What they wrote with where it stands; the beginning of each is enough to know it again. */
const Posts = ({ page, posts }: PostsProps) => (
  <ol class="written">
    {posts.map(({ id, number, excerpt, createdAt, thread }) => {
      const place = page.nav.find(category => category.id === thread.categoryId)
      return (
        <li key={id}>
          <a class="t" href={`${threadPath(thread, number)}#post-${id}`}>
            {thread.title}
          </a>
          {excerpt && <p class="clip soft-ink">{excerpt}</p>}
          <p class="meta">
            {place && (
              <a href={`/c/${place.slug}`}>
                <span class="swatch" data-tone={place.tone} />
                {place.name}
              </a>
            )}
            <span>{page.t(number === 1 ? 'profile.began' : 'profile.answered', { number })}</span>
            <Time page={page} at={createdAt} style="relative" />
          </p>
        </li>
      )
    })}
  </ol>
)

const Nothing = ({ page }: { readonly page: PageContext }) => <p class="pad quiet">{page.t('profile.nothing')}</p>
