/** Pages for what went wrong: what happened, what is safe, where to go. */
import type { IconName } from './icon.tsx'
import { Drawing, Icon } from './icon.tsx'
import { Layout } from './layout.tsx'
import type { PageContext } from './page.ts'
import { YourText } from './your-text.tsx'

type ErrorPageProps = {
  readonly page: PageContext
  readonly status: number
  /** What happened, and what helps. */
  readonly title: string
  /** The reference of a failure of ours. */
  readonly detail: string | null
  /** What the member had written, given back. */
  readonly text: string | null
}

const ART: ReadonlyMap<number, IconName> = new Map([
  [401, 'art-door'],
  [403, 'art-door'],
  [404, 'art-lost'],
  [410, 'art-lost'],
  [429, 'art-busy'],
])

const HEADINGS = {
  401: 'error.title.401',
  403: 'error.title.403',
  404: 'error.title.404',
  409: 'error.title.409',
  410: 'error.title.410',
  429: 'error.title.429',
} as const

const headingOf = (status: number) =>
  Object.entries(HEADINGS).find(([known]) => Number(known) === status)?.[1] ??
  (status >= 500 ? 'error.title.500' : 'error.title.other')

export function ErrorPage({ page, status, title, detail, text }: ErrorPageProps) {
  const { t } = page
  const heading = t(headingOf(status))
  return (
    <Layout page={page} title={heading} indexed={false} frame="slim">
      <div class="empty">
        <Drawing page={page} name={ART.get(status) ?? 'art-broken'} class="art" />
        <p class="s quiet num">{status}</p>
        <h1>{heading}</h1>
        <p class="l" data-problem="">
          {title}
        </p>
        {detail && <p class="s mono">{detail}</p>}
        <p class="row">
          <a class="btn fill" href="/">
            <Icon page={page} name="house" />
            {t('error.home', { site: page.site.name })}
          </a>
          {(status === 401 || status === 403) && !page.signedIn && (
            <a class="btn" href="/sign-in">
              <Icon page={page} name="log-in" />
              {t('nav.signIn')}
            </a>
          )}
        </p>
      </div>
      {text && <YourText page={page} text={text} />}
    </Layout>
  )
}
