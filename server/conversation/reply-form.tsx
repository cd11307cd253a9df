import { FormErrors, type FormProps, Submit, TextArea } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { PostItem, PostThread } from './post.tsx'

/** The most that one post may hold; the field says it, the service checks it. */
const MAX_LENGTH = 32_000

type ReplyFormProps = FormProps & {
  readonly thread: PostThread
  /** The post that it answers, if a certain one. */
  readonly answered: Pick<PostItem, 'id' | 'number' | 'author'> | undefined
}

/** `POST /threads/:id/posts` with `body` and, if it answers a certain post, `replyTo`. */
export function ReplyForm({ page, form, thread, answered }: ReplyFormProps) {
  const { t } = page
  return (
    <form
      class="composer sheet pad"
      method="post"
      action={`/threads/${thread.id}/posts`}
      id="reply"
      data-behavior="busy-submit"
    >
      <h2>{t('reply.title')}</h2>
      <FormErrors page={page} form={form} labels={{ body: t('reply.body') }} />
      {answered && (
        <p class="replying">
          <Icon page={page} name="corner-up-left" class="sm flip" />
          {t('reply.to', { name: answered.author.displayName, number: answered.number })}
          <a href={`${threadPath(thread)}/${answered.number}#reply`}>{t('reply.toAll')}</a>
          <input type="hidden" name="replyTo" value={answered.id} />
        </p>
      )}
      <TextArea
        page={page}
        form={form}
        name="body"
        label={t('reply.body')}
        hint={t('form.markdown')}
        class="short"
        maxLength={MAX_LENGTH}
        rows={4}
      />
      <div class="row">
        <Submit class="btn fill end" busy={t('reply.busy')}>
          <Icon page={page} name="send" class="flip" />
          {t('reply.post')}
        </Submit>
      </div>
    </form>
  )
}
