/** What was looked for on this device, the newest first. It stays here, and goes at signing out. */
import { SEARCHES } from '../lib/device.ts'

const MOST = 8

export function remembered(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(SEARCHES) ?? '[]')
    return Array.isArray(stored) ? stored.filter(one => typeof one === 'string').slice(0, MOST) : []
  } catch {
    // Forbidden, or not ours.
    return []
  }
}

export function remember(typed: string): void {
  const text = typed.trim()
  if (text !== '') store([text, ...remembered().filter(one => one !== text)].slice(0, MOST))
}

export const forget = (text: string): void => store(remembered().filter(one => one !== text))

export const forgetAll = (): void => store([])

function store(all: readonly string[]): void {
  try {
    if (all.length > 0) localStorage.setItem(SEARCHES, JSON.stringify(all))
    else localStorage.removeItem(SEARCHES)
  } catch {
    // Forbidden: then nothing is remembered.
  }
}
