/** Messages of plugins: declared by each, and told from each other by its id. */
import { isMessageKey, LOCALES, type Locale, t, teach, type Values } from '../core/i18n.ts'
import type { Plugin, Words } from './declaration.ts'

/** Under which key a message of a plugin stands. */
export const keyOf = (id: string, name: string): string => `plugin.${id}.${name}`

/** Messages that name the plugin's acts in the audit log: `audit.close` is the act `close`. */
const AUDIT = 'audit.'

/** Under which key a kind of notification stands, and how it is called. */
export const toldKeys = (id: string, type: string) => ({
  text: `told.${id}.${type}`,
  label: `told.${id}.${type}.label`,
})

/** Takes up what a plugin says: its own messages, and the labels of what administrators see of it. */
export function learn(plugin: Plugin<never>): void {
  const { id, locales } = plugin
  const names = Object.keys(locales?.en ?? {})
  const labels: [string, Words][] = names.map(name => [keyOf(id, name), wordsOf(plugin, name)])
  for (const name of names)
    if (name.startsWith(AUDIT)) labels.push([`${AUDIT}${id}.${name.slice(AUDIT.length)}`, wordsOf(plugin, name)])
  for (const [name, { label, help, ...setting }] of Object.entries(plugin.settings ?? {})) {
    labels.push([`setting.${id}.${name}`, label])
    if (help) labels.push([`setting.${id}.${name}.help`, help])
    if (setting.type !== 'choice') continue
    for (const option of setting.options) labels.push([`setting.${id}.${name}.${option.value}`, option.label])
  }
  for (const [name, { label }] of Object.entries(plugin.permissions ?? {}))
    labels.push([`permission.${id}.${name}`, label])
  for (const [type, { label, text }] of Object.entries(plugin.notifications ?? {})) {
    const keys = toldKeys(id, type)
    labels.push([keys.label, label], [keys.text, text])
  }
  for (const name of Object.keys(plugin.jobs ?? {})) labels.push([`job.name.${id}.${name}`, plugin.name])
  labels.push([`setting.area.${id}`, plugin.name], [`consumer.name.plugin.${id}`, plugin.name])
  teach(new Map(labels))
}

/** A message that was not translated is told in English. */
const wordsOf = ({ locales }: Plugin<never>, name: string): Words => {
  const english = locales?.en[name] ?? name
  const told = LOCALES.map((locale): [Locale, string] => [locale, locales?.[locale][name] ?? english])
  return { en: english, fr: english, ...Object.fromEntries(told) }
}

/** A message of a plugin; its name where it has none. */
export function messageOf(id: string, locale: Locale, name: string, values?: Values): string {
  const key = keyOf(id, name)
  return isMessageKey(key) ? t(locale, key, values) : name
}
