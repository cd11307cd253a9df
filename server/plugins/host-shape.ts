/** Whether the hosts that a plugin asks are any. */
import { type Check, is, isObject, listOf } from './checks.ts'

/** More than one plugin has to do with; an administrator reads all of them. */
const MOST = 20

/** A whole name in lower case, as it is looked up: no address, no port, nothing left open. RFC 1035 has the lengths. */
const isName: Check = value =>
  typeof value === 'string' &&
  value.length <= 253 &&
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(value)

/** @param plugin one of whose settings may hold the address */
export const hostsPart = (plugin: object) =>
  is(value => listOf(host => isName(host) || isSetting(plugin, host))(value) && isShortAndOnce(value))

function isSetting(plugin: object, host: unknown): boolean {
  const name: unknown = isObject(host) ? Reflect.get(host, 'setting') : undefined
  if (typeof name !== 'string' || !/^[A-Za-z0-9_]+$/.test(name)) return false
  const settings: unknown = Reflect.get(plugin, 'settings')
  return isObject(settings) && Object.hasOwn(settings, name) && isTyped(Reflect.get(settings, name))
}

const isTyped = (setting: unknown): boolean => isObject(setting) && Reflect.get(setting, 'type') === 'string'

const isShortAndOnce: Check = value =>
  Array.isArray(value) && value.length <= MOST && new Set(value.map(one => JSON.stringify(one))).size === value.length
