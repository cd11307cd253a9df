/**
 * The only place that takes HTML as it is. `html` must come from `cook` (server/cooking/service.ts), which sanitises
 * last, by way of `serve`, which adds what differs per reader: nothing else may be passed here.
 */
export const Cooked = ({ html }: { readonly html: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
)
