import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'

type TagFilterProps = { readonly page: PageContext; readonly action: string; readonly q: string }

/** Narrows a list of tags by how a word of their names begins: `GET …?q=`. */
export const TagFilter = ({ page, action, q }: TagFilterProps) => (
  <search>
    <form class="filter" method="get" action={action}>
      <div class="field">
        <label for="tags-q">{page.t('tag.find')}</label>
        <input class="in" id="tags-q" name="q" type="search" value={q} maxlength={200} />
      </div>
      <button class="btn" type="submit">
        <Icon page={page} name="search" />
        {page.t('tag.filter')}
      </button>
    </form>
  </search>
)
