import { Icon } from '../site/icon.tsx'
import { YourText } from '../site/your-text.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { ReplyForm } from './reply-form.tsx'
import type { ThreadPageProps } from './thread-props.ts'

/** The reply form; or why there is none, and what was written all the same. */
export function Answering(props: ThreadPageProps) {
  const { page, thread, locked, canReply, writing } = props
  if (thread.deletedAt) return null
  if (!locked && (canReply || !page.signedIn)) return <Reply {...props} />
  const { body } = writing.form.values
  return (
    <>
      <p class="note" data-tone="stone" id="reply">
        <Icon page={page} name={locked ? 'lock' : 'info'} />
        {page.t(locked ? 'thread.lockedNote' : 'reply.notHere')}
      </p>
      {body && <YourText page={page} text={body} />}
    </>
  )
}

function Reply({ page, thread, posts, writing, limits }: ThreadPageProps) {
  const { t } = page
  if (!page.signedIn) {
    const returnTo = encodeURIComponent(`${threadPath(thread)}/${thread.lastNumber}`)
    return (
      <section class="sheet pad split" id="reply" aria-labelledby="reply-title">
        <div class="grow-fit">
          <h2 id="reply-title" class="l">
            {t('reply.visitor')}
          </h2>
          <p class="soft-ink">{t('reply.visitorHelp')}</p>
        </div>
        <div class="row">
          <a class="btn" href={`/sign-in?returnTo=${returnTo}`}>
            {t('nav.signIn')}
          </a>
          <a class="btn fill" href="/join">
            {t('nav.join')}
          </a>
        </div>
      </section>
    )
  }
  const answered = posts.find(({ id }) => String(id) === writing.form.values.replyTo)
  return (
    <>
      {/* Who else writes: filled by client/live/presence.ts, and as high when it is empty. */}
      <p class="typing" id="typing" data-held />
      <ReplyForm page={page} thread={thread} {...writing} answered={answered} limits={limits} />
    </>
  )
}
