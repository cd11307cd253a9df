/**
 * The composer: the one form in which people write, for a reply, a new thread and an edit. It is a plain form that can be
 * previewed and kept as a draft by its buttons; where scripts run, client/composer makes it live.
 */

import { type ComponentChildren, h } from 'preact'
import { Field, FormErrors, type FormProps, fieldId, Submit, wiring } from '../site/controls.tsx'
import { Cooked } from '../site/cooked.tsx'
import { Icon, type IconName } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { slot } from '../site/slot.tsx'
import type { Limits } from './limits.ts'
import { Toolbar } from './toolbar.tsx'

/** What a form's text looks like, and what else there is to say about it when it is shown again. */
export type Composing = {
  /** The cooked text, once it was asked for. */
  readonly preview: string | null
  /** The stored draft that the form shows; 0 when there is none, null when nobody has looked. */
  readonly draftVersion: number | null
  /** Another text under the same draft's name, which saving would replace. */
  readonly other: string | null
}

type ComposerProps = FormProps & {
  readonly composing: Composing
  readonly action: string
  /** Element id of the form; links lead there. */
  readonly id: string
  readonly title?: ComponentChildren
  /** Key of its draft: `reply-42`. */
  readonly draft: string
  /** The text's label. */
  readonly label: string
  /** Labels of the form's fields by their names, for the list of what is wrong. */
  readonly labels: Readonly<Record<string, string>>
  readonly limits: Limits
  readonly rows: number
  /** The button that posts: its word, what it says while it waits, its icon. */
  readonly post: { readonly label: string; readonly busy: string; readonly icon: IconName }
  /** Where to go without posting. */
  readonly cancel?: string
  /** Fields above the text. */
  readonly children?: ComponentChildren
  /** Fields below the text. */
  readonly after?: ComponentChildren
}

export function Composer(props: ComposerProps) {
  const { page, form, composing, action, id, title, draft, labels, children, after } = props
  const { t } = page
  // Under the form's own title, or the page's.
  const Heading = title ? 'h3' : 'h2'
  return (
    <form
      class="composer sheet pad"
      method="post"
      action={`${action}#${id}`}
      id={id}
      data-behavior="composer"
      data-draft={draft}
      data-member={slot('me')}
      data-newcomer={slot('newcomer')}
      data-again={isShownAgain(props) ? '' : undefined}
    >
      {title}
      <FormErrors page={page} form={form} labels={labels} />
      <input type="hidden" name="key" value={slot('key')} />
      <input type="hidden" name="draftVersion" value={composing.draftVersion ?? ''} />
      {children}
      {composing.other !== null && <OtherText page={page} text={composing.other} />}
      <div class="panes">
        <Text {...props} />
        <section class="field" data-preview hidden={composing.preview === null} aria-labelledby={`${id}-preview`}>
          <Heading class="lbl" id={`${id}-preview`}>
            {t('composer.preview')}
          </Heading>
          <div class="preview" data-empty={t('composer.previewEmpty')}>
            {composing.preview ? <Cooked html={composing.preview} /> : null}
          </div>
        </section>
      </div>
      {after}
      <Actions {...props} />
    </form>
  )
}

/** What was just sent and comes back is newer than any draft. */
const isShownAgain = ({ form, composing }: ComposerProps): boolean =>
  composing.preview !== null || composing.other !== null || form.problem !== null || Object.keys(form.errors).length > 0

/** The text with its tools. The element around it completes names where scripts run. */
function Text({ page, form, label, limits, rows }: ComposerProps) {
  const { t } = page
  const state = <span class="row s quiet" role="status" data-state />
  const field = { page, form, name: 'body', label, hint: t('form.markdown'), beside: state }
  return (
    <Field {...field}>
      <Toolbar page={page} for={fieldId('body')} />
      {h(
        'text-expander',
        {},
        <textarea
          class="in"
          {...wiring(field)}
          required
          maxlength={limits.maxLength}
          rows={rows}
          data-behavior="char-count"
          data-left={t('form.left')}
          data-over={t('form.over')}
        >
          {`\n${form.values.body ?? ''}`}
        </textarea>,
      )}
      <p
        class="hint"
        data-files
        data-accept={limits.accept}
        data-picture-megabytes={limits.pictureMegabytes}
        data-file-megabytes={limits.fileMegabytes}
        data-max-links={limits.maxLinks}
      >
        <a href="/uploads/new">{t('composer.addPicture')}</a>{' '}
        {t('composer.uploadLimits', { pictures: limits.pictureMegabytes, files: limits.fileMegabytes })}
      </p>
    </Field>
  )
}

/** The button that posts is the last one: Enter in a line of text presses the first, and that only previews. */
function Actions({ page, post, cancel }: ComposerProps) {
  const { t } = page
  return (
    <div class="split actions">
      <button class="linkish s" type="button" data-behavior="keys" hidden>
        {t('composer.keys')}
      </button>
      <div class="row end">
        {cancel && (
          <a class="btn ghost" href={cancel}>
            {t('form.cancel')}
          </a>
        )}
        <button class="btn" type="submit" name="intent" value="preview" formnovalidate data-previews>
          {t('composer.preview')}
        </button>
        <button class="btn ghost" type="submit" name="intent" value="draft" formnovalidate data-keeps>
          {t('composer.saveDraft')}
        </button>
        <Submit class="btn fill" name="intent" value="post" busy={post.busy}>
          <Icon page={page} name={post.icon} class="flip" />
          {post.label}
        </Submit>
      </div>
    </div>
  )
}

/** Somebody wrote on elsewhere: nothing is replaced before both texts were seen. */
const OtherText = ({ page, text }: { readonly page: PageContext; readonly text: string }) => (
  <div class="note" data-tone="warn">
    <Icon page={page} name="triangle-alert" />
    <details class="grow">
      <summary>{page.t('composer.otherDraft')}</summary>
      <textarea class="in" readonly rows={6} aria-label={page.t('composer.otherDraftText')}>
        {`\n${text}`}
      </textarea>
    </details>
  </div>
)
