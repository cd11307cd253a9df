/** The last step of every cooking: nothing that is not in this list reaches a page, whatever went wrong before. */
import sanitizeHtml from 'sanitize-html'
import { withPlainTags } from './plain-tags.ts'
import { leadsAway, OUTWARD, safeUrl } from './safe-url.ts'

const ID = /^post-[\w-]{1,40}-fn(?:ref)?-\d{1,4}(?:-\d{1,4})?$/

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'div', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'details', 'summary', 'figure', 'figcaption', 'section'],
    ...['a', 'img', 'span', 'strong', 'em', 'abbr', 'b', 'del', 'i', 'ins', 'kbd', 'mark', 'q', 's', 'samp'],
    ...['small', 'sub', 'sup', 'u', 'var'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'id', 'role', 'aria-label', 'data-thread', 'data-post', 'data-word'],
    abbr: ['title'],
    details: ['open'],
    div: ['tabindex'],
    img: ['src', 'alt', 'title', 'width', 'height', 'srcset', 'sizes', 'loading', 'decoding'],
    li: ['id'],
    ol: ['start'],
    pre: ['tabindex'],
    section: ['role', 'data-block', 'data-place'],
    span: ['role', 'aria-label', 'data-word'],
    summary: ['data-word'],
  },
  allowedClasses: {
    a: ['mention', 'card', 'picture', 'back'],
    blockquote: ['quote'],
    code: [/^language-[\w+#-]{1,30}$/],
    details: ['spoiler', 'inline'],
    div: ['scroll'],
    li: ['task'],
    ol: ['tasks'],
    p: ['by', 'gallery'],
    section: ['footnotes'],
    span: ['mention', 'tick', /^hljs-[a-z-]{1,30}$/, /^language-[\w+#-]{1,30}$/, /^[a-z]{1,20}_{1,2}$/],
    sup: ['note-ref'],
    td: ['r', 'c'],
    th: ['r', 'c'],
    ul: ['tasks'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: 60,
  transformTags: {
    '*': (tagName, { id, ...attribs }) => ({ tagName, attribs: { ...attribs, ...(id && ID.test(id) && { id }) } }),
    a: (tagName, { href, ...attribs }) => {
      const address = href === undefined ? null : safeUrl(href)
      return {
        tagName,
        attribs: {
          ...(attribs.class !== undefined && { class: attribs.class }),
          ...(address !== null && { href: address }),
          ...attribs,
          ...(address !== null && leadsAway(address) && { rel: OUTWARD }),
        },
      }
    },
    // Pictures come from this site only.
    img: (tagName, { src, ...attribs }) => ({
      tagName,
      attribs: { ...(src?.startsWith('/uploads/') && { src }), ...attribs },
    }),
    // A post never carries a page's own headings.
    h1: 'h3',
    h2: 'h3',
  },
}

export const sanitise = (html: string): string => withPlainTags(html) ?? sanitizeHtml(html, ALLOWED)
