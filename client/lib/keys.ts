/**
 * Single keys, for the page and for the post that has the focus. Never in fields, never with Ctrl, Alt or Command; and
 * they can be switched off (WCAG 2.1.4). What they do is loaded with the first one that is pressed.
 */
const KNOWN = new Set(['/', '?', 'b', 'c', 'g', 'j', 'k', 'l', 'q', 'r', 'u'])
const OFF = 'guildhall:keys'

export function watchKeys(): void {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || isField(event.target)) return
    if (!KNOWN.has(event.key) && !listening) return
    if (!keysAreOn()) return
    // Where a key leads into a field, it is not typed there as well.
    event.preventDefault()
    // What it does is still on its way with the first key of all; the second may be there sooner.
    if (event.key === 'g') listening = true
    // What is typed next belongs into the field: it cannot wait for what is loaded.
    if (event.key === '/' && !listening) leadToSearch()
    else load(({ press }) => press(event.key))
  })
}

/** Leads into the page's search field; where it has none in sight, to the page that is for it. */
function leadToSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('#search-q, #find')].filter(one =>
    one.checkVisibility(),
  )
  const field = fields.find(one => one.id === 'search-q') ?? fields[0]
  if (!field) location.assign('/search')
  field?.focus()
  field?.select()
}

/** For the button that opens the list of keys. */
export const openKeys = (): void => load(({ showKeys }) => showKeys())

export function keysAreOn(): boolean {
  try {
    return localStorage.getItem(OFF) !== 'off'
  } catch {
    return true
  }
}

export function switchKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(OFF)
    else localStorage.setItem(OFF, 'off')
  } catch {
    // Forbidden: then they stay as they are.
  }
}

/** After `g` any key may come. */
let listening = false
export const listen = (now: boolean): void => {
  listening = now
}

type Keys = { press(key: string): void; showKeys(): void }
let loaded: Keys | null = null
let loading: Promise<void> | null = null

/** At once when they are here already: the next key may depend on what this one does. Before that, in the order pressed. */
function load(act: (keys: Keys) => void): void {
  if (loaded) {
    act(loaded)
    return
  }
  loading ??= import('../composer/keys.ts').then(({ press, showKeys }) => {
    loaded = { press, showKeys }
  })
  // Each waits for the same promise: two imports of one module may end in either order.
  loading
    .then(() => {
      if (loaded) act(loaded)
    })
    .catch(() => {
      loading = null
    })
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select, dialog *'))
