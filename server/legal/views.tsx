import type { LegalKind } from '../consents/service.ts'
import type { MessageKey } from '../core/i18n.ts'
import { Cooked } from '../site/cooked.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'

const TITLES = { privacy: 'legal.privacy', terms: 'legal.terms' } as const satisfies Readonly<
  Record<LegalKind, MessageKey>
>

type LegalPageProps = { readonly page: PageContext; readonly kind: LegalKind; readonly html: string }

export const LegalPage = ({ page, kind, html }: LegalPageProps) => (
  <Layout page={page} title={page.t(TITLES[kind])}>
    <h1>{page.t(TITLES[kind])}</h1>
    <section class="sheet pad" aria-labelledby="of">
      {/* Cooked headings begin at the third level. */}
      <h2 id="of" class="vh">
        {page.site.name}
      </h2>
      <Cooked html={html} />
    </section>
  </Layout>
)
