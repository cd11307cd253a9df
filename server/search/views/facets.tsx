/** What was found, by what may narrow it: links with their counts. */
import type { MessageKey } from '../../core/i18n.ts'
import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { addressOf, type Wanted } from '../asked.ts'
import { MOST_COUNTED } from '../engine.ts'
import type { Facets, PeriodName } from '../facets.ts'
import { kindLabel } from '../kind-label.ts'
import { MOST_TAGS } from '../query.ts'
import type { Places } from '../resolve.ts'

type FacetListProps = {
  readonly page: PageContext
  readonly wanted: Wanted
  readonly places: Places
  readonly facets: Facets
}

type Facet = {
  /** What tells it from others of its group. */
  readonly key: string | number
  readonly label: string
  readonly count: number
  readonly chosen: boolean
  /** The search with it; of a chosen one, without it. */
  readonly change: Partial<Wanted>
}

type Group = { readonly name: string; readonly facets: readonly Facet[] }

/** Of those that an answer has many of: more are found by their names, in the form. */
const MOST_CATEGORIES = 8

export function FacetList(props: FacetListProps) {
  const { page, wanted, facets } = props
  const { t } = page
  const groups = groupsOf(props).filter(group => isOfUse(group, facets))
  if (groups.length === 0) return null
  return (
    <nav class="panel facets" aria-labelledby="facets">
      <h2 id="facets">{t('search.narrow')}</h2>
      {facets.capped && <p class="s quiet">{t('search.facet.capped', { most: MOST_COUNTED })}</p>}
      {groups.map(group => (
        <section key={group.name}>
          <h3 class="lbl s">{group.name}</h3>
          <ul>
            {group.facets.map(facet => (
              <li key={facet.key}>
                <FacetLink page={page} wanted={wanted} facet={facet} capped={facets.capped} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

type FacetLinkProps = Pick<FacetListProps, 'page' | 'wanted'> & { readonly facet: Facet; readonly capped: boolean }

function FacetLink({ page, wanted, facet: { label, count, chosen, change }, capped }: FacetLinkProps) {
  const { t } = page
  const number = t(capped ? 'search.facet.countOrMore' : 'search.facet.count', { count })
  const href = addressOf({ ...wanted, ...change, page: 1 })
  if (!chosen)
    return (
      <a href={href}>
        <span class="grow">{label}</span> <span class="num quiet">{number}</span>
      </a>
    )
  return (
    <a href={href} class="b">
      <span class="grow">{label}</span> <span class="num">{number}</span>
      <span class="vh">{t('search.facet.remove')}</span>
      <Icon page={page} name="x" class="sm" />
    </a>
  )
}

/** One that is chosen can be taken off; else one of them must leave less than there is. */
const isOfUse = ({ facets }: Group, { total }: Facets): boolean =>
  facets.some(({ chosen, count }) => chosen || count < total)

const groupsOf = (props: FacetListProps): Group[] => {
  const { t } = props.page
  return [
    { name: t('search.in'), facets: categoriesOf(props) },
    { name: t('search.kind'), facets: kindsOf(props) },
    { name: t('search.tag'), facets: tagsOf(props) },
    { name: t('search.by'), facets: authorsOf(props) },
    { name: t('search.facet.when'), facets: periodsOf(props) },
    { name: t('search.facet.own'), facets: ownOf(props) },
  ]
}

const categoriesOf = ({ places, facets }: FacetListProps): Facet[] =>
  facets.categories.slice(0, MOST_CATEGORIES).map(({ category: { id, name, slug }, count }) => {
    const chosen = places.category?.id === id
    return { key: id, label: name, count, chosen, change: { in: chosen ? '' : slug } }
  })

/** Each kind, and each of its states; where a state is chosen, only that. */
function kindsOf({ page, wanted, facets }: FacetListProps): Facet[] {
  const counts = new Map<string, number>()
  const add = (kind: string, count: number) => counts.set(kind, (counts.get(kind) ?? 0) + count)
  for (const { kind, status, count } of facets.kinds) {
    if (!wanted.kind.includes(':')) add(kind, count)
    if (page.kinds.get(kind)?.statuses[status]) add(`${kind}:${status}`, count)
  }
  return [...counts].map(([kind, count]) => {
    const chosen = wanted.kind === kind
    return { key: kind, label: kindLabel(page, kind), count, chosen, change: { kind: chosen ? '' : kind } }
  })
}

/** Those that are chosen are called otherwise, perhaps: by a synonym. */
function tagsOf({ places, facets }: FacetListProps): Facet[] {
  const chosenTags = places.tags.map(({ slug }) => slug)
  return facets.tags.flatMap(({ slug, name, count }) => {
    const chosen = chosenTags.includes(slug)
    if (!chosen && chosenTags.length >= MOST_TAGS) return []
    const tags = chosen ? chosenTags.filter(one => one !== slug) : [...chosenTags, slug]
    return { key: slug, label: `#${name}`, count, chosen, change: { tags } }
  })
}

const authorsOf = ({ places, facets }: FacetListProps): Facet[] =>
  facets.authors.map(({ id, name, displayName, count }) => {
    const chosen = places.author?.id === id
    return { key: id, label: displayName, count, chosen, change: { by: chosen ? '' : name } }
  })

const PERIOD_NAMES = {
  day: 'search.facet.day',
  week: 'search.facet.week',
  month: 'search.facet.month',
  year: 'search.facet.year',
} as const satisfies Record<PeriodName, MessageKey>

/** A period that holds no more than a shorter one, or all there is, is not worth its line. */
const periodsOf = ({ page, wanted, facets: { periods, total } }: FacetListProps): Facet[] =>
  periods.flatMap(({ name, from, count }, place) => {
    const chosen = wanted.from === from
    const shorter = periods[place - 1]?.count ?? 0
    if (!chosen && (count === shorter || count === total)) return []
    return { key: name, label: page.t(PERIOD_NAMES[name]), count, chosen, change: { from: chosen ? '' : from } }
  })

function ownOf({ page: { t }, wanted, facets: { own } }: FacetListProps): Facet[] {
  if (!own) return []
  const mine = wanted.by === 'me'
  const states = [
    { unread: true, label: t('search.unread.yes'), count: own.unread },
    { unread: false, label: t('search.unread.no'), count: own.read },
  ].map(({ unread, label, count }) => {
    const chosen = wanted.unread === unread
    return { key: label, label, count, chosen, change: { unread: chosen ? null : unread } }
  })
  const writing = { label: t('search.help.mine'), count: own.mine, chosen: mine, change: { by: mine ? '' : 'me' } }
  return [{ key: 'mine', ...writing }, ...states].filter(({ count, chosen }) => chosen || count > 0)
}
