/**
 * The only place that takes HTML as it is. `html` must come from `cook` (server/core/text), which sanitises last, and
 * from the database column that holds its result: nothing else may be passed here.
 */
export const Cooked = ({ html }: { readonly html: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
)
