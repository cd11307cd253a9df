import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import type { FoundGroup } from '../finds.ts'
import { Marked } from './marked.tsx'

type FoundGroupsProps = { readonly page: PageContext; readonly groups: readonly FoundGroup[] }

/** What plugins let people find, above the posts: a list for each sort of things. */
export const FoundGroups = ({ page, groups }: FoundGroupsProps) => (
  <>
    {groups.map(({ name, label, icon, items }) => (
      <section key={name} class="stack tight" aria-labelledby={`found-${name}`}>
        <h2 class="l" id={`found-${name}`}>
          {label}
        </h2>
        <ul class="sheet ledger results" aria-labelledby={`found-${name}`}>
          {items.map(({ title, path, detail }) => (
            <li key={path}>
              <span class="swatch lg" aria-hidden="true">
                <Icon page={page} name={icon} />
              </span>
              <div class="stack">
                <a class="t" href={path}>
                  <Marked parts={title} />
                </a>
                {detail && <p class="s soft-ink snippet">{detail}</p>}
              </div>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </>
)
