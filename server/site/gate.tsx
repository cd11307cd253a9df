/** The pages at the door: signing in, joining, a lost password. The community beside one small form. */
import type { ComponentChildren } from 'preact'
import { Contours } from './contours.tsx'
import { Drawing, type IconName } from './icon.tsx'
import { Brand, Layout } from './layout.tsx'
import type { PageContext } from './page.ts'

type GateProps = {
  readonly page: PageContext
  readonly title: string
  /** A drawing above the heading, on pages that only say something. */
  readonly art?: IconName
  readonly children: ComponentChildren
}

export const Gate = ({ page, title, art, children }: GateProps) => (
  <Layout page={page} title={title} indexed={false} frame="gate">
    <div class="hero side">
      <Contours seed={page.site.name} width={520} height={760} />
      <Brand page={page} />
      <p class="display tail">{page.site.tagline || page.t('home.tagline')}</p>
    </div>
    <div class="sheet pad stack">
      {art && <Drawing page={page} name={art} class="art" />}
      <h1>{title}</h1>
      {children}
    </div>
  </Layout>
)
