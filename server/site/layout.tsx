/** The page around every page: header beam, rail, tab bar, footer. The same for all viewers of one class and language. */
import type { ComponentChildren } from 'preact'
import { Footer } from './footer.tsx'
import { Head, type HeadProps } from './head.tsx'
import { Drawing, Icon } from './icon.tsx'
import type { PageContext } from './page.ts'
import { Rail, TabBar } from './rail.tsx'
import { Slot } from './slot.tsx'

type LayoutProps = HeadProps & {
  /** `page` has the rail, `slim` one narrow column; `bare` and `gate` nothing but the page and the footer. */
  readonly frame?: 'page' | 'slim' | 'bare' | 'gate'
  /** Address of the rail's entry that this page belongs to; by default the page's own. */
  readonly current?: string
  /** Another rail: that of the administration. */
  readonly rail?: ComponentChildren
  readonly aside?: ComponentChildren
  /** What the aside is, for those who hear it. */
  readonly asideLabel?: string
  /** Of the container that holds all controls of staff on the page. */
  readonly category?: number
  /** The live channels of what the page shows. */
  readonly live?: string
  readonly children: ComponentChildren
}

const MAIN_CLASSES = { page: undefined, slim: undefined, bare: 'solo', gate: 'solo gate' } as const

export function Layout(props: LayoutProps) {
  const { page, frame = 'page', current = page.path, rail, aside, asideLabel, category, live, children } = props
  const alone = frame === 'bare' || frame === 'gate'
  const main = (
    <main id="main" tabindex={-1} data-category={category} data-live={live} class={MAIN_CLASSES[frame]}>
      {children}
    </main>
  )
  return (
    <>
      <Head {...props} />
      <body>
        {!alone && (
          <>
            <a class="skip" href="#main">
              {page.t('nav.skip')}
            </a>
            <Lintel page={page} />
          </>
        )}
        {alone ? (
          main
        ) : (
          <div class={frame === 'slim' ? 'shell slim' : 'shell'}>
            {frame === 'page' && <Rail page={page} current={current} instead={rail} />}
            {main}
            {aside && (
              <aside class="aside" aria-label={asideLabel}>
                {aside}
              </aside>
            )}
          </div>
        )}
        <Footer page={page} />
        {frame === 'page' && <TabBar page={page} />}
        <div class="toasts" id="said" role="status" data-close={page.t('form.close')} data-icons={page.assets.icons} />
      </body>
    </>
  )
}

/** The community's mark and name, leading home. Which logo shows is the stylesheet's to say, as the theme may be the reader's own. */
export function Brand({ page }: { readonly page: PageContext }) {
  const { logo, logoDark } = page.marks
  return (
    <a class="brand" href="/">
      {logo ? (
        <img class={logoDark ? 'mark by-day' : 'mark'} src={logo} alt="" />
      ) : (
        <Drawing page={page} name="logo" {...(logoDark && { class: 'by-day' })} />
      )}
      {logoDark && <img class="mark by-night" src={logoDark} alt="" />}
      <span>{page.site.name}</span>
    </a>
  )
}

function Lintel({ page }: { readonly page: PageContext }) {
  return (
    <header class="lintel">
      <Brand page={page} />
      {page.site.tagline && page.path !== '/' && <span class="tagline wide">{page.site.tagline}</span>}
      <Find page={page} />
      <div class="acts">
        <a class="btn ghost sq slim-only" href="/search" aria-label={page.t('search.label')}>
          <Icon page={page} name="search" />
        </a>
        {page.signedIn && (
          <a class="btn fill wide" href="/threads/new">
            <Icon page={page} name="pen-line" />
            {page.t('thread.new')}
          </a>
        )}
        {page.signedIn && <Slot name="bell" />}
        <Slot name="account" />
      </div>
    </header>
  )
}

/** Search from every page. Where scripts run, a list under the field suggests what may be meant. */
const Find = ({ page }: { readonly page: PageContext }) => (
  <search class="wide">
    <form action="/search">
      <div class="find" data-behavior="find" data-saved={page.signedIn ? '' : undefined}>
        <Icon page={page} name="search" />
        <label class="vh" for="find">
          {page.t('search.label')}
        </label>
        <input
          id="find"
          name="q"
          type="search"
          enterkeyhint="search"
          maxlength={500}
          autocomplete="off"
          aria-keyshortcuts="/"
          placeholder={page.t('search.placeholder', { site: page.site.name })}
        />
        <span class="key" aria-hidden="true">
          /
        </span>
      </div>
    </form>
  </search>
)
