import type { FormProps } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { Slot } from '../site/slot.tsx'
import { threadPath } from '../threads/ledger.tsx'
import { Composer, type Composing } from './composer.tsx'
import type { Limits } from './limits.ts'
import type { PostItem } from './post.tsx'
import type { PostThread } from './post-path.ts'

type ReplyFormProps = FormProps & {
  readonly composing: Composing
  readonly thread: PostThread
  /** The post that it answers, if a certain one. */
  readonly answered: Pick<PostItem, 'id' | 'number' | 'author'> | undefined
  readonly limits: Limits
}

/** `POST /threads/:id/posts` with the composer's fields and, if it answers a certain post, `replyTo`. */
export function ReplyForm({ page, form, composing, thread, answered, limits }: ReplyFormProps) {
  const { t } = page
  return (
    <Composer
      page={page}
      form={form}
      composing={composing}
      id="reply"
      action={`/threads/${thread.id}/posts`}
      draft={`reply-${thread.id}`}
      title={<h2>{t('reply.title')}</h2>}
      label={t('reply.body')}
      labels={{ body: t('reply.body') }}
      limits={limits}
      rows={4}
      post={{ label: t('reply.post'), busy: t('reply.busy'), icon: 'send' }}
    >
      <Slot name="draft" />
      {answered && (
        <p class="replying">
          <Icon page={page} name="corner-up-left" class="sm flip" />
          {t('reply.to', { name: answered.author.displayName, number: answered.number })}
          <a href={`${threadPath(thread)}/${answered.number}#reply`}>{t('reply.toAll')}</a>
          <input type="hidden" name="replyTo" value={answered.id} />
        </p>
      )}
    </Composer>
  )
}
