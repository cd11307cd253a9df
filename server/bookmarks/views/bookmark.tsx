import { FormErrors, type FormProps, RadioField, Submit, TextArea, TextField } from '../../site/controls.tsx'
import { Icon } from '../../site/icon.tsx'
import { Layout } from '../../site/layout.tsx'
import type { BookmarkedPost } from '../queries.ts'
import { NOTE_LENGTH } from '../schema.ts'
import { PostLines, pathOf, Reminder } from './post-lines.tsx'

type BookmarkPageProps = FormProps & {
  readonly post: BookmarkedPost
  /** Whether it is kept already. */
  readonly kept: boolean
  readonly remindAt: Date | null
  /** Where "cancel" and the answer lead. */
  readonly back: 'list' | undefined
}

/** `POST /posts/:id/bookmark` with `note`, `remind` and, for a date of one's own, `at` and `zone`. */
export function BookmarkPage({ page, form, post, kept, remindAt, back }: BookmarkPageProps) {
  const { t } = page
  const title = t(kept ? 'bookmark.editTitle' : 'bookmark.newTitle')
  return (
    <Layout page={page} title={title} indexed={false} current="/bookmarks">
      <h1>{title}</h1>
      <section class="sheet pad stack" aria-label={t('bookmark.post')}>
        <PostLines page={page} post={post} />
        {remindAt && (
          <p>
            <Reminder page={page} at={remindAt} />
          </p>
        )}
      </section>
      <form
        class="sheet pad stack loose"
        method="post"
        action={`/posts/${post.id}/bookmark`}
        data-behavior="busy-submit"
      >
        <FormErrors
          page={page}
          form={form}
          labels={{ note: t('bookmark.note'), remind: t('bookmark.remind'), at: t('bookmark.at') }}
        />
        {back && <input type="hidden" name="back" value={back} />}
        <TextArea
          page={page}
          form={form}
          name="note"
          label={t('bookmark.note')}
          hint={t('bookmark.noteHint')}
          optional={true}
          required={false}
          rows={3}
          maxLength={NOTE_LENGTH}
        />
        <RadioField
          page={page}
          form={form}
          name="remind"
          legend={t('bookmark.remind')}
          options={[
            { value: 'none', label: t('bookmark.remind.none') },
            ...(remindAt ? [{ value: 'keep', label: t('bookmark.remind.keep') }] : []),
            { value: 'hours', label: t('bookmark.remind.hours') },
            { value: 'day', label: t('bookmark.remind.day') },
            { value: 'week', label: t('bookmark.remind.week') },
            { value: 'at', label: t('bookmark.remind.at') },
          ]}
        />
        <OwnTime page={page} form={form} />
        <div class="row">
          <a class="btn ghost end" href={back ? '/bookmarks' : pathOf(post)}>
            {t('form.cancel')}
          </a>
          <Submit busy={t('form.saving')}>{t('form.save')}</Submit>
        </div>
      </form>
      {kept && (
        <form class="row" method="post" action={`/posts/${post.id}/bookmark/delete`} data-behavior="busy-submit">
          {back && <input type="hidden" name="back" value={back} />}
          <Submit class="btn ghost sm" tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" class="sm" />
            {t('bookmark.removeThis')}
          </Submit>
        </form>
      )}
    </Layout>
  )
}

/** A date and a time on a clock that is named: UTC's, or the reader's own where a script knows which. */
function OwnTime({ page, form }: FormProps) {
  const zone = form.values.zone || 'UTC'
  return (
    <div data-behavior="own-zone" data-zone-is={page.t('bookmark.zone', { zone: '#' })}>
      <input type="hidden" name="zone" value={zone} />
      <TextField
        page={page}
        form={form}
        name="at"
        type="datetime-local"
        required={false}
        label={page.t('bookmark.at')}
        hint={page.t('bookmark.zone', { zone })}
      />
    </div>
  )
}
