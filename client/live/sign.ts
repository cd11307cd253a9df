/** Says that the page is not connected: not for a moment's loss, and not louder than it is. */

import { say } from '../composer/words.ts'
import { icon, make } from '../lib/nodes.ts'

const RECONNECTING_MS = 3000
const OFFLINE_MS = 30_000

export const isConnected = (): boolean => document.documentElement.dataset.live === 'on'

let timers: ReturnType<typeof setTimeout>[] = []

export function showConnection(connected: boolean): void {
  for (const timer of timers) clearTimeout(timer)
  timers = []
  document.documentElement.dataset.live = connected ? 'on' : 'off'
  const shown = document.getElementById('connection')
  if (connected) shown?.remove()
  if (connected || shown) return
  timers = [
    setTimeout(() => show('refresh-cw', say('live.reconnecting')), RECONNECTING_MS),
    setTimeout(() => show('wifi-off', say('live.offline')), OFFLINE_MS),
  ]
}

function show(sign: string, words: string): void {
  const said = make('p', { id: 'connection', class: 'connection', role: 'status' }, icon(sign, 'sm'), words)
  const before = document.getElementById('connection')
  if (before) before.replaceWith(said)
  else document.body.append(said)
}
