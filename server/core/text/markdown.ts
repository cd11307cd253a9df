/** Cooking: Markdown in, safe HTML out, always through the sanitiser last. Done once per text and stored. */
import MarkdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'
import { safeUrl } from './safe-url.ts'

/** Stored beside what was cooked; raising it tells old HTML from new. */
export const COOKED_VERSION = 1

const markdown = new MarkdownIt({ html: false, breaks: true, linkify: true, typographer: false, maxNesting: 40 })
// Only what says its scheme becomes a link: "version.2" and "node.js" are words.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })

markdown.validateLink = address => safeUrl(address) !== null

const ALLOWED: sanitizeHtml.IOptions = {
  allowedTags: [
    ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'strong', 'em', 's', 'blockquote', 'ul', 'ol', 'li'],
    ...['pre', 'code', 'a', 'img', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel'],
    img: ['src', 'alt', 'title', 'loading'],
    ol: ['start'],
    pre: ['tabindex'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: { ...attribs, rel: 'nofollow ugc noopener' } }),
    img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, loading: 'lazy' } }),
    // A wide code block scrolls by keyboard too (WCAG 2.1.1).
    pre: (tagName, attribs) => ({ tagName, attribs: { ...attribs, tabindex: '0' } }),
    // The page's own headings come first: a post's begin below them.
    h1: 'h3',
    h2: 'h3',
  },
}

/** Cooks a text (at most `posts.maxLength` characters, which bounds the time too). */
export const cook = (source: string): string => sanitizeHtml(markdown.render(source), ALLOWED)
