import { Avatar } from '../../site/avatar.tsx'
import type { PageContext } from '../../site/page.ts'
import { tagPath } from '../../tags/links.tsx'
import type { Names } from '../names.ts'

/** Who and what is called so, above the posts. */
export const NameList = ({ page, names }: { readonly page: PageContext; readonly names: Names }) => (
  <ul class="row loose called" aria-label={page.t('search.names')}>
    {names.members.map(member => (
      <li key={member.id}>
        <a class="btn sm" href={`/m/${encodeURIComponent(member.name)}`}>
          <Avatar page={page} of={member} size="xs" />
          {member.displayName}
        </a>
      </li>
    ))}
    {names.categories.map(({ id, slug, name, tone }) => (
      <li key={id}>
        <a class="btn sm" href={`/c/${slug}`}>
          <span class="swatch" data-tone={tone} />
          {name}
        </a>
      </li>
    ))}
    {names.tags.map(({ slug, name }) => (
      <li key={slug}>
        <a class="btn sm" href={tagPath(slug)}>
          <span class="tag">{name}</span>
        </a>
      </li>
    ))}
  </ul>
)
