/** The composer's other two buttons, preview and draft, and forms that open with what was begun. */
import type { Static } from 'typebox'
import type { Ctx } from '../core/context.ts'
import { PreconditionFailed } from '../core/errors.ts'
import * as drafts from '../drafts/queries.ts'
import type { DraftFields } from '../drafts/schema.ts'
import { save } from '../drafts/service.ts'
import { preview } from '../posts/preview.ts'
import { EMPTY_FORM, type FormState, type PageAnswer } from '../site/routes.ts'
import type { Composing } from './composer.tsx'
import { type Composed, unixLines } from './sending.ts'

/** A composer's form as it is to be shown. */
export type Writing = { readonly form: FormState; readonly composing: Composing }

export const FRESH: Composing = { preview: null, draftVersion: null, other: null }

export const BLANK: Writing = { form: EMPTY_FORM, composing: FRESH }

type Draft = { readonly body: string; readonly fields: Static<typeof DraftFields>; readonly version: number }

/** The form with a stored draft in it. */
export const resume = ({ body, fields, version }: Draft): Writing => ({
  form: { ...EMPTY_FORM, values: { ...fields, body } },
  composing: { ...FRESH, draftVersion: version },
})

/** The form for a new text, or with the draft that was begun. */
export async function openDraft(ctx: Ctx, key: string): Promise<Writing> {
  const draft = await drafts.find(ctx, key)
  return draft ? resume(draft) : { form: EMPTY_FORM, composing: { ...FRESH, draftVersion: 0 } }
}

type Aside = {
  /** Key of the draft. */
  readonly draft: string
  /** What else the form holds. */
  readonly fields: Static<typeof DraftFields>
  /** The form's page, shown again. */
  readonly again: (writing: Writing) => Promise<PageAnswer>
  /** Where the form opens with its draft. */
  readonly resumeAt: () => string | Promise<string>
}

/** What the form answers when another button was pressed than the one that posts; null when it was that one. */
export async function previewOrKeep(
  ctx: Ctx,
  sent: Composed,
  { draft, fields, again, resumeAt }: Aside,
): Promise<PageAnswer | null> {
  const body = unixLines(sent.body)
  const form = { ...EMPTY_FORM, values: { ...fields, body } }
  const composing = { ...FRESH, draftVersion: draftVersionOf(sent) ?? null }
  if (sent.intent === 'preview') return again({ form, composing: { ...composing, preview: await preview(ctx, body) } })
  if (sent.intent !== 'draft') return null
  try {
    await save(ctx, { key: draft, body, fields, version: draftVersionOf(sent) ?? 0 })
    return { redirect: await resumeAt() }
  } catch (error) {
    if (!(error instanceof PreconditionFailed)) throw error
    const stored = await drafts.find(ctx, draft)
    const problem = ctx.t('composer.otherDraftProblem')
    const other = { ...FRESH, draftVersion: stored?.version ?? 0, other: stored?.body ?? null }
    return { ...(await again({ form: { ...form, problem }, composing: other })), status: 412 }
  }
}

/** The version that a form's draft is based on; undefined for one that does not know. */
const draftVersionOf = ({ draftVersion }: Composed): number | undefined =>
  draftVersion === '' || draftVersion === undefined ? undefined : draftVersion
