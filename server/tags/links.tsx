import type { TagRef } from './queries.ts'

/** Where a tag's threads are. A slug may hold letters of any script. */
export const tagPath = (slug: string): string => `/tags/${encodeURIComponent(slug)}`

/** The tags of a thread, for a row of facts. */
export const TagLinks = ({ tags }: { readonly tags: readonly TagRef[] }) => (
  <>
    {tags.map(({ slug, name }) => (
      <a key={slug} class="tag" href={tagPath(slug)}>
        {name}
      </a>
    ))}
  </>
)
