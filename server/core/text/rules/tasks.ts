/** `- [x] done`: a box that is said, not a form's: no text of a member brings an `<input>` onto a page. */
import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { MOST } from '../work.ts'
import { textToken } from './tokens.ts'

const BOX = /^\[([ xX])\][ \t\u00a0]/

export function tasks(md: MarkdownIt): void {
  // Before escaped signs are joined to the words around them: `\\[ ]` is no box.
  md.core.ruler.before('text_join', 'tasks', markTasks)
  md.renderer.rules.task = (tokens, index) =>
    tokens[index]?.meta?.done
      ? '<span class="tick" role="img" aria-label="Done" data-word="done">☑</span> '
      : '<span class="tick" role="img" aria-label="To do" data-word="to-do">☐</span> '
}

function markTasks(state: StateCore): void {
  const lists: Token[] = []
  let left: number = MOST.tasks
  for (const [at, token] of state.tokens.entries()) {
    if (/^(bullet|ordered)_list_open$/.test(token.type)) lists.push(token)
    else if (/^(bullet|ordered)_list_close$/.test(token.type)) lists.pop()
    if (token.type !== 'inline' || state.tokens[at - 1]?.type !== 'paragraph_open') continue
    const item = state.tokens[at - 2]
    const [first] = token.children ?? []
    const found = item?.type === 'list_item_open' && first?.type === 'text' ? BOX.exec(first.content) : null
    if (!found || !item || !first || left-- <= 0) continue
    item.attrSet('class', 'task')
    lists.at(-1)?.attrSet('class', 'tasks')
    const box = new state.Token('task', '', 0)
    box.meta = { done: found[1] !== ' ' }
    token.children = [box, textToken(state, first.content.slice(found[0].length)), ...(token.children ?? []).slice(1)]
  }
}
