/** Addresses in texts of another Guildhall, where threads have other numbers here, or the house another address. */
import { readings, runAt } from '../../core/text/names.ts'
import type { Found } from '../adapter.ts'

const THREAD = /(^|[\s(<"'[\]])((?:https?:\/\/[^\s/<>"')\]]+)?)\/t\/(\d{1,15})(?=[/\s)>"'\]?#]|$)/gm

/** Gives addresses under `origin`, and those without a host, the numbers that the threads have here. */
export function withOurAddresses(text: string, origin: string, found: Found): string {
  const moved = origin === found.home ? text : text.replaceAll(`${origin}/`, `${found.home}/`)
  if (!moved.includes('/t/')) return moved
  return moved.replace(THREAD, (whole: string, before: string, host: string, id: string) => {
    const thread = host === '' || host === found.home ? found.thread(id) : undefined
    return thread === undefined || String(thread.id) === id ? whole : `${before}${host}/t/${thread.id}`
  })
}

/** Calls those by their new names who got another, so that nobody else is called by their old one. */
export function withNewNames(text: string, renamed: ReadonlyMap<string, string>): string {
  if (renamed.size === 0) return text
  let out = ''
  let from = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const run = runAt(text, at)
    const old = run === null ? undefined : readings(run).find(name => renamed.has(name.toLowerCase()))
    if (old === undefined) continue
    out += `${text.slice(from, at)}@${renamed.get(old.toLowerCase())}`
    from = at + 1 + old.length
  }
  return out + text.slice(from)
}
