/** Every place that puts text into a page as markup, and why its text can be trusted. A new one must be argued here. */
import type { Check } from './run.ts'
import { readSource, sourceFiles } from './sources.ts'

const MARKUP =
  /dangerouslySetInnerHTML|\.(inner|outer)HTML\s*=|insertAdjacentHTML\(|document\.write\(|\bsetHTMLUnsafe\(/

const ALLOWED: Readonly<Record<string, string>> = {
  'server/site/cooked.tsx': 'posts: cooked from Markdown, then sanitised, before they were stored',
  'server/site/json-ld.tsx': 'data for search engines: JSON without a `<`, which no browser runs',
}

export const trustedHtml: Check = () => {
  const users = sourceFiles('server', 'client', 'plugins').filter(path => MARKUP.test(readSource(path)))
  return [
    ...users.filter(path => !(path in ALLOWED)).map(path => `${path} writes markup and is not in the list`),
    ...Object.keys(ALLOWED)
      .filter(path => !users.includes(path))
      .map(path => `${path} is in the list and writes no markup`),
  ]
}
