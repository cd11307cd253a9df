import type { PageContext } from '../site/page.ts'
import type { TagRef } from './queries.ts'

export type TagItem = TagRef & {
  readonly id: number
  readonly description: string
  readonly threads: number
  readonly listed: boolean
  readonly synonyms: readonly TagRef[]
}

type TagListProps = {
  readonly page: PageContext
  readonly tags: readonly TagItem[]
  /** Where each line leads. */
  readonly href: (tag: TagItem) => string
}

/** Tags with what they are for, what else they are called and how many threads have them. */
export const TagList = ({ page, tags, href }: TagListProps) => (
  <section class="sheet" aria-label={page.t('nav.tags')}>
    <ul class="tag-list">
      {tags.map(tag => (
        <li key={tag.id}>
          <span>
            <a class="tag" href={href(tag)}>
              {tag.name}
            </a>
          </span>
          <span class="num">{page.t('category.threadCount', { count: tag.threads })}</span>
          {tag.description && <p class="s soft-ink">{tag.description}</p>}
          <OtherNames page={page} tag={tag} />
        </li>
      ))}
    </ul>
  </section>
)

/** The synonyms of a tag; nothing when it has none. */
export const OtherNames = ({ page, tag }: { readonly page: PageContext; readonly tag: TagItem }) =>
  tag.synonyms.length === 0 ? null : (
    <p class="s quiet">{page.t('tag.also', { names: tag.synonyms.map(({ name }) => name).join(', ') })}</p>
  )
