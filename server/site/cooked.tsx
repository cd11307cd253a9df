/** The only places that take HTML as it is. */

/**
 * `html` must come from `cook` (server/cooking/service.ts), which sanitises last, by way of `serve`, which adds what
 * differs per reader, and `withShown`, which puts what plugins show in the place of its blocks: nothing else may be passed.
 */
export const Cooked = ({ html }: { readonly html: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
)

/** `html` must come from `clean` (server/plugins/clean.ts): what a plugin shows. */
export const Cleaned = ({ html }: { readonly html: string }) => (
  <div class="plugged" dangerouslySetInnerHTML={{ __html: html }} />
)
