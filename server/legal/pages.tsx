import { LEGAL_KINDS, legalText } from '../consents/service.ts'
import { NotFound } from '../core/errors.ts'
import type { PageRoutes } from '../site/routes.ts'
import { htmlOf } from './render.ts'
import { LegalPage } from './views.tsx'

export function pages(routes: PageRoutes): void {
  for (const kind of LEGAL_KINDS) {
    // Nobody's page: settings change it, and these clear what is kept. The first reader's cooking asks for whom it names.
    routes.get(`/${kind}`, { budget: 3, shared: () => ['legal'] }, async ctx => {
      const text = legalText(ctx, kind)
      if (!text) throw new NotFound()
      const html = await htmlOf(ctx, text)
      return { view: page => <LegalPage page={page} kind={kind} html={html} /> }
    })
  }
}
