/** An old forum for texts that are converted without a server: whom and what of it came along. */
import type { Test } from 'tap'
import type { Resolve } from '../../server/import/resolve.ts'

const ADDRESSES: Readonly<Record<string, string>> = {
  'https://old.example/t/waxing/12': '/t/42/waxing',
  'https://old.example/t/waxing/12/3': '/t/42/waxing/3',
  '/t/waxing/12': '/t/42/waxing',
  '/c/tools/7': '/c/tools',
  '/uploads/default/boot.jpg': '/uploads/bootkey/boot.jpg',
  'upload://abc123.jpg': '/uploads/bootkey/boot.jpg',
}
const MEMBERS: Readonly<Record<string, string>> = { mia: 'Mia', old_name: 'jean.luc', jo: 'jo' }

export const resolve: Resolve = {
  address: url => ADDRESSES[url] ?? null,
  member: name => (Object.hasOwn(MEMBERS, name) ? (MEMBERS[name] ?? null) : null),
  post: (topic, number) => (topic === '12' ? `/t/42/waxing/${number}` : null),
  absolute: url => new URL(url, 'https://old.example').href,
}

export type Example = readonly [source: string, markdown: string]

/** Each source comes to the Markdown beside it. */
export function comes(test: Test, convert: (source: string) => string, examples: readonly Example[]): void {
  for (const [source, markdown] of examples) test.equal(convert(source), markdown, source.slice(0, 80))
}
