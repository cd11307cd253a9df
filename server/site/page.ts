/** What every page view is given besides its own data. Nothing here depends on who looks: see slots.tsx for that. */
import { type Category, categoryTree } from '../categories/tree.ts'
import { GROUP, VISITOR } from '../core/actor.ts'
import type { Ctx } from '../core/context.ts'
import type { Locale, Translate } from '../core/i18n.ts'
import type { Kinds, Words } from '../core/kinds.ts'
import type { MemberFields } from '../core/member-fields.ts'
import type { Assets } from './assets.ts'
import type { IconName } from './icon.tsx'
import type { Mark } from './marks.ts'
import type { Showing } from './showing.ts'

export type NavCategory = Pick<Category, 'id' | 'slug' | 'name' | 'tone' | 'parentId'>

/** A text that a button of the composer puts in. */
export type Snippet = { readonly label: Words; readonly icon: IconName; readonly text: Words }

export type PageContext = {
  readonly locale: Locale
  readonly t: Translate
  /** The path being shown, query included. */
  readonly path: string
  /** The canonical origin, for absolute links: `https://talk.example.org`. */
  readonly origin: string
  readonly site: {
    readonly name: string
    readonly tagline: string
    readonly brightFill: boolean
    readonly hasTerms: boolean
  }
  /** Categories that this visibility class sees, parents before children. */
  readonly nav: readonly NavCategory[]
  readonly assets: Assets
  /** Address of the brand's stylesheet. */
  readonly brandCss: string
  /** Address of the community's own rules; null where a page does without. */
  readonly ownCss: string | null
  /** Addresses of the community's own marks; null for each that it does not have. */
  readonly marks: Readonly<Record<Mark, string | null>>
  /** Addresses of the typefaces that every page uses. */
  readonly fonts: readonly string[]
  /** Whether this page is made for people who are signed in: the same for a whole visibility class. */
  readonly signedIn: boolean
  /** Ids of the categories that visitors see: what is offered to programs and search engines. */
  readonly publicIds: readonly number[]
  /** Who shows something on pages that are not their own, in order. */
  readonly showings: readonly Showing[]
  /** Texts that buttons of the composer put in. */
  readonly snippets: readonly Snippet[]
  /** Addresses of what plugins bring for browsers. */
  readonly files: { readonly scripts: readonly string[]; readonly styles: readonly string[] }
  /** Kinds of threads by their names. */
  readonly kinds: Kinds
  /** What members may say of themselves beside what everybody may. */
  readonly memberFields: MemberFields
  readonly now: Date
}

/** The context of one answer. */
export function makePage(
  ctx: Ctx,
  given: Pick<
    PageContext,
    'assets' | 'brandCss' | 'ownCss' | 'marks' | 'fonts' | 'path' | 'showings' | 'snippets' | 'files'
  >,
): PageContext {
  return {
    ...given,
    locale: ctx.locale,
    t: ctx.t,
    origin: ctx.host.env.publicUrl.origin,
    site: {
      name: ctx.setting('site.name'),
      tagline: ctx.setting('site.tagline'),
      brightFill: ctx.setting('site.brightFill'),
      hasTerms: [ctx.setting('legal.termsEn'), ctx.setting('legal.termsFr')].some(text => text.trim() !== ''),
    },
    nav: ctx.read(categoryTree).having(ctx.actor, 'see'),
    signedIn: ctx.actor.groups.has(GROUP.members),
    publicIds: ctx.read(categoryTree).idsHaving(VISITOR, 'see'),
    kinds: ctx.host.kinds,
    memberFields: ctx.host.memberFields,
    now: ctx.now(),
  }
}
