import type { PageContext } from './page.ts'

/** What somebody wrote and could not send, given back. */
export const YourText = ({ page, text }: { readonly page: PageContext; readonly text: string }) => (
  <section class="sheet pad stack" aria-labelledby="your-text">
    <h2 id="your-text">{page.t('error.yourText')}</h2>
    <p class="soft-ink">{page.t('error.yourTextHelp')}</p>
    <textarea class="in" readonly aria-labelledby="your-text">
      {`\n${text}`}
    </textarea>
  </section>
)
