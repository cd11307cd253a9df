/** The cooked HTML of another forum as Markdown of ours, which says the same when it is cooked here. */
import type { Converted } from '../records.ts'
import type { Resolve } from '../resolve.ts'
import { blocksOf, join } from './blocks.ts'
import { treeOf } from './tree.ts'
import { clean, Work } from './work.ts'

/** Never throws; time grows with the length of the text alone. */
export function markdownFromHtml(html: string, resolve: Resolve): Converted {
  const work = new Work(resolve)
  const blocks = blocksOf(work, treeOf(clean(html)).children, 0)
  return work.result(join(blocks))
}
