/** The worker's side: cooks what it is sent, one text after the other. */
import { parentPort } from 'node:worker_threads'
import type { CookedText, Known } from './cooked.ts'
import { cookText } from './pipeline.ts'

export type Text = { readonly source: string; readonly known: Known }
/** Texts that travel together. */
export type Order = { readonly id: number; readonly texts: readonly Text[] }
export type Dish = { readonly id: number } & ({ readonly texts: readonly CookedText[] } | { readonly error: string })
export type FromThread = 'ready' | Dish

const port = parentPort
if (!port) throw new Error('this file is run as a worker')

// The first text of a process would pay for the compiler: so that its writer does not, and its time limit means something.
const sample =
  'A **word**, `code`, [a link](https://example.org), https://example.org\n\n```js\nlet one = 1\n```\n\n- [x] done\n\n|a|b|\n|-|-|\n|1|2|'
const nothing: Known = {
  origin: '',
  breaks: true,
  blocks: [],
  marker: 'sample',
  members: new Map(),
  groups: new Map(),
  uploads: new Map(),
}
for (let turn = 0; turn < 3; turn++) cookText(sample, nothing)

port.on('message', (order: Order) => port.postMessage(cook(order)))
port.postMessage('ready' satisfies FromThread)

function cook({ id, texts }: Order): Dish {
  try {
    return { id, texts: texts.map(({ source, known }) => cookText(source, known)) }
  } catch (error) {
    return { id, error: String(error) }
  }
}
