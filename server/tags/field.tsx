/** The tags of a thread as one line of text; scripts make it chips with completion (client/behaviors/tag-field.ts). */
import type { Ctx } from '../core/context.ts'
import { can } from '../core/permissions.ts'
import { type FormProps, TextField } from '../site/controls.tsx'

/** What a writer may do about tags. */
export type Tagging = { readonly most: number; readonly mayCreate: boolean }

export const tagging = (ctx: Ctx): Tagging => ({
  most: ctx.setting('tags.perThread'),
  mayCreate: can(ctx, 'tag.create', null),
})

/** Of what the field sends. */
export const MAX_TEXT = 1000

/** `tags`: names with commas between them (`splitTags`). Nothing where threads take no tags. */
export function TagField({ page, form, scope, most, mayCreate }: FormProps & Tagging) {
  const { t } = page
  if (most === 0 && !form.values.tags) return null
  return (
    <div class="tag-field" data-behavior="tag-field" data-most={most} data-create={mayCreate ? '' : undefined}>
      <TextField
        page={page}
        form={form}
        scope={scope}
        name="tags"
        label={t('tag.field')}
        hint={t(mayCreate ? 'tag.fieldHint' : 'tag.fieldHintKnown', { max: most })}
        required={false}
        optional={true}
        autocomplete="off"
        maxLength={MAX_TEXT}
      />
    </div>
  )
}
