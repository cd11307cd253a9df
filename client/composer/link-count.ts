/** Tells a newcomer how many links to other sites are left, before there are none. */
import { make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import { say } from './words.ts'

const LINK = /(?:https?:\/\/|www\.)[^\s<>()[\]]+/gi
/** From how many left on it is said. */
const NEAR = 2

export function startLinkCount(form: ComposerForm): void {
  const most = Number(form.element.querySelector<HTMLElement>('[data-files]')?.dataset.maxLinks ?? Number.NaN)
  if (form.element.dataset.newcomer !== '1' || Number.isNaN(most)) return
  const { text } = form
  const counter = make('span', { class: 'count', role: 'status' })
  text.closest('text-expander')?.after(counter)

  const count = () => {
    const left = most - linksIn(text.value)
    const near = left < most && left <= NEAR
    counter.textContent = near ? say(left < 0 ? 'links.over' : 'links.left', { count: Math.abs(left) }) : ''
    counter.classList.toggle('over', left < 0)
    if (left < 0) counter.dataset.tone = 'bad'
    else delete counter.dataset.tone
  }
  text.addEventListener('input', count)
  count()
}

/** Not those in code, nor those to this site: the server counts the same. */
function linksIn(text: string): number {
  const prose = text.replace(/```[\s\S]*?(?:```|$)|`[^`\n]*`/g, '')
  return (prose.match(LINK) ?? []).filter(link => hostOf(link) !== location.host).length
}

function hostOf(link: string): string {
  const address = /^www\./i.test(link) ? `http://${link}` : link
  return URL.canParse(address) ? new URL(address).host : ''
}
