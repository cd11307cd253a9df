/** The page of search: the field, what was found, and what narrows it. */
import { Layout } from '../site/layout.tsx'
import { Notice as NoticeLine } from '../site/notice.tsx'
import type { PageContext } from '../site/page.ts'
import { EMPTY_FORM, type FormState } from '../site/routes.ts'
import { fieldsOf, type Wanted } from './asked.ts'
import { MOST_COUNTED, SORTS } from './engine.ts'
import type { Facets } from './facets.ts'
import type { Results } from './service.ts'
import { Chips } from './views/chips.tsx'
import { FacetList } from './views/facets.tsx'
import { OperatorHelp, SearchField } from './views/field.tsx'
import { FoundGroups } from './views/found-groups.tsx'
import { Meant, NothingFound, Unknown } from './views/found-none.tsx'
import { NameList } from './views/names.tsx'
import { Narrow } from './views/narrow.tsx'
import { ResultList, ResultPager } from './views/results.tsx'
import { type Kept, SavedList, SaveForm } from './views/saved.tsx'

const NOTICES = {
  saved: 'search.saved.noticeSaved',
  renamed: 'search.saved.noticeRenamed',
  removed: 'search.saved.noticeRemoved',
} as const
export type Notice = keyof typeof NOTICES

type SearchPageProps = {
  readonly page: PageContext
  readonly wanted: Wanted
  readonly results: Results
  readonly facets: Facets | null
  /** Whether anything was asked. */
  readonly asked: boolean
  /** What the member has saved; none beside results. */
  readonly kept: readonly Kept[]
  /** What was just done, if something was. */
  readonly notice?: Notice | undefined
  /** A form that was refused: that of a search that is saved, or the one that saves what is shown. */
  readonly form?: FormState | undefined
  readonly id?: number | undefined
}

/** `POST /searches` saves what is shown; `POST /searches/:id` and `…/delete` rename and forget. */
export function SearchPage(props: SearchPageProps) {
  const { page, wanted, results, facets, asked, kept, notice, form, id } = props
  const { t } = page
  const heading = asked && results.unknown.length === 0 ? headingOf(page, wanted, props) : t('search.title')
  return (
    <Layout
      page={page}
      title={wanted.typed.rest ? t('search.titleFor', { q: wanted.typed.rest }) : t('search.title')}
      indexed={false}
      current="/search"
      asideLabel={t('search.narrow')}
      aside={
        <>
          {facets && <FacetList page={page} wanted={wanted} places={results.places} facets={facets} />}
          <Narrow page={page} wanted={wanted} results={results} open={facets === null} />
        </>
      }
    >
      {notice && <NoticeLine page={page}>{t(NOTICES[notice])}</NoticeLine>}
      <search aria-label={t('search.page')}>
        <form class="stack" method="get" action="/search">
          <div class="row nowrap">
            <SearchField page={page} id="search-q" value={wanted.typed.rest} full={true} />
            <button class="btn fill" type="submit">
              {t('search.go')}
            </button>
          </div>
          {fieldsOf(wanted)
            .filter(([name]) => !['q', 'sort', 'page'].includes(name))
            .map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
          <div class="split">
            <h1 class="l num">{heading}</h1>
            {asked && <Sorting page={page} wanted={wanted} />}
          </div>
        </form>
      </search>
      <Chips page={page} wanted={wanted} places={results.places} />
      {asked ? (
        <>
          {page.signedIn && <SaveForm page={page} wanted={wanted} form={form} />}
          <Answer page={page} wanted={wanted} results={results} facets={facets} />
        </>
      ) : (
        <>
          <SavedList page={page} kept={kept} form={form ?? EMPTY_FORM} refused={id} />
          <section class="sheet pad stack" aria-labelledby="search-help">
            <OperatorHelp page={page} id="search-help" />
          </section>
        </>
      )}
    </Layout>
  )
}

function Answer({ page, wanted, results, facets }: Pick<SearchPageProps, 'page' | 'wanted' | 'results' | 'facets'>) {
  const { items, names, groups, unknown, meant } = results
  if (unknown.length > 0) return <Unknown page={page} wanted={wanted} unknown={unknown} />
  return (
    <>
      <Meant page={page} wanted={wanted} meant={meant} />
      {names && <NameList page={page} names={names} />}
      <FoundGroups page={page} groups={groups} />
      {items.length > 0 ? (
        <ResultList page={page} items={items} />
      ) : (
        <NothingFound
          page={page}
          wanted={wanted}
          places={results.places}
          beside={names !== null || groups.length > 0}
        />
      )}
      <ResultPager page={page} wanted={wanted} results={results} more={facets?.capped === true} />
    </>
  )
}

/** Where only the first posts were counted there may be more threads, too. */
function headingOf(
  { t }: PageContext,
  { typed }: Wanted,
  { results, facets }: Pick<SearchPageProps, 'results' | 'facets'>,
): string {
  const q = typed.rest
  const count = results.total
  if (count >= MOST_COUNTED || facets?.capped)
    return q ? t('search.manyFor', { count, q }) : t('search.many', { count })
  return q ? t('search.countFor', { count, q }) : t('search.count', { count })
}

const SORT_WORDS = { best: 'search.sort.best', newest: 'search.sort.newest', oldest: 'search.sort.oldest' } as const

const Sorting = ({ page, wanted }: Pick<SearchPageProps, 'page' | 'wanted'>) => (
  <div class="row">
    <label for="search-sort" class="s quiet">
      {page.t('search.sort')}
    </label>
    <select id="search-sort" name="sort" class="in sorting">
      {SORTS.map(sort => (
        <option key={sort} value={sort} selected={sort === wanted.sort}>
          {page.t(SORT_WORDS[sort])}
        </option>
      ))}
    </select>
    <button class="btn sm" type="submit">
      {page.t('search.apply')}
    </button>
  </div>
)
