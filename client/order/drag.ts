/** Takes rows of a list elsewhere, by mouse, finger or pen: up and down for the order, sideways for what it stands below. */
import { replaceAll } from '../behaviors/swap.ts'
import { make } from '../lib/nodes.ts'
import { announce, complain } from '../lib/say.ts'
import { branchOf, type Place, placeAt } from './places.ts'

/** One step inwards, as in components/order.css. */
const STEP_PX = 32
/** So near to an edge of the window the page moves on. */
const EDGE_PX = 80
const SCROLL_PX = 14

type Drag = {
  readonly row: HTMLElement
  readonly lifted: readonly HTMLElement[]
  readonly rest: readonly HTMLElement[]
  readonly from: { readonly x: number; readonly depth: number }
  place: Place | null
}

const depthOf = (row: HTMLElement): number => Number(row.dataset.depth)
const facts = (row: HTMLElement) => ({ id: row.dataset.id ?? '', depth: depthOf(row) })

export function start(list: HTMLElement): void {
  const mark = make('li', { class: 'drop-mark', 'aria-hidden': 'true' })
  const inwards = getComputedStyle(list).direction === 'rtl' ? -1 : 1
  let drag: Drag | null = null

  for (const grip of list.querySelectorAll<HTMLElement>('.grip')) {
    grip.hidden = false
    grip.addEventListener('pointerdown', event => {
      const row = grip.closest<HTMLElement>('[data-id]')
      if (event.button !== 0 || !row) return
      event.preventDefault()
      grip.setPointerCapture(event.pointerId)
      drag = lift(row, event.clientX)
    })
    grip.addEventListener('pointermove', event => {
      if (drag) over(drag, event)
    })
    grip.addEventListener('pointerup', () => {
      const done = drag
      end()
      if (done?.place) drop(list, done.row, done.place).catch(() => complain(list.dataset.failed ?? ''))
    })
    grip.addEventListener('pointercancel', end)
  }

  function lift(row: HTMLElement, x: number): Drag {
    const rows = [...list.querySelectorAll<HTMLElement>(':scope > [data-id]')]
    const at = rows.indexOf(row)
    const lifted = rows.slice(at, at + branchOf(rows.map(facts), at))
    for (const one of lifted) one.classList.add('lifted')
    document.documentElement.classList.add('dragging')
    document.addEventListener('keydown', letGo)
    return {
      row,
      lifted,
      rest: rows.filter(one => !lifted.includes(one)),
      from: { x, depth: depthOf(row) },
      place: null,
    }
  }

  function over(drag: Drag, { clientX, clientY }: PointerEvent): void {
    const { rest, from } = drag
    const gap = rest.filter(one => middleOf(one) < clientY).length
    const steps = Math.round(((clientX - from.x) * inwards) / STEP_PX)
    drag.place = placeAt(rest.map(facts), gap, from.depth + steps, 'flat' in list.dataset)
    mark.dataset.depth = String(drag.place.depth)
    const next = rest[gap]
    if (next) next.before(mark)
    else list.append(mark)
    if (clientY < EDGE_PX) scrollBy(0, -SCROLL_PX)
    else if (clientY > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX)
  }

  function letGo(event: KeyboardEvent): void {
    if (event.key === 'Escape') end()
  }

  function end(): void {
    for (const one of drag?.lifted ?? []) one.classList.remove('lifted')
    drag = null
    mark.remove()
    document.documentElement.classList.remove('dragging')
    document.removeEventListener('keydown', letGo)
  }
}

function middleOf(row: HTMLElement): number {
  const { top, height } = row.getBoundingClientRect()
  return top + height / 2
}

/** Sends the row's own form with the place in it. @throws when there was no answer */
async function drop(list: HTMLElement, row: HTMLElement, { parentId, before }: Place): Promise<void> {
  const { id, version = '' } = row.dataset
  const answer = await fetch(row.querySelector('form')?.action ?? '', {
    method: 'POST',
    body: new URLSearchParams({ parentId, before, version }),
    headers: { accept: 'text/html' },
  })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!replaceAll(list.dataset.swap ?? '', page)) throw new Error('the answer has no list')
  const now = document.querySelector<HTMLElement>(`${list.dataset.swap} [data-id="${id}"]`)
  if (answer.ok && now) announce(now.dataset.said ?? '')
}
