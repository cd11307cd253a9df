/** What an entry changed, in words. */
import { isMessageKey, type Translate } from '../core/i18n.ts'
import type { Entry } from './queries.ts'
import { keyOf, type Targets } from './targets.ts'

export type Change = {
  readonly label: string
  /** Where it is known; else only what it is now. */
  readonly from?: string
  readonly to: string
}

/** Empty for an entry that says all by its act and target. */
export function changesOf(t: Translate, { act, data }: Entry, targets: Targets): Change[] {
  const nameOf = (type: string, id: unknown) => targets.get(keyOf({ type, id: String(id) }))?.name ?? `#${id}`
  if (act === 'settings.change') return settingChanges(t, data)
  if (act === 'thread.move') {
    return [{ label: t('acts.data.category'), from: nameOf('category', data.from), to: nameOf('category', data.to) }]
  }
  const { from, to, rights, ...rest } = data
  const label = (key: string) => wordsOf(t, `acts.data.${key}`, key)
  const word = (key: string, value: unknown): string => {
    if (Array.isArray(value)) return value.map(one => word(key, one)).join(', ') || t('acts.nothing')
    if (key === 'memberId') return nameOf('member', value)
    if (key === 'groups') return nameOf('group', value)
    return plainWord(t, value)
  }
  return [
    ...(to === undefined ? [] : [{ label: label('name'), from: plainWord(t, from), to: plainWord(t, to) }]),
    ...(from === undefined || to !== undefined ? [] : [{ label: label('from'), to: plainWord(t, from) }]),
    ...Object.entries(rest).map(([key, value]) => ({ label: label(key), to: word(key, value) })),
    ...Object.entries(Object(rights)).map(([right, groups]) => ({
      label: wordsOf(t, `right.${right}`, right),
      to: word('groups', groups),
    })),
  ]
}

/** The first entries named the settings only. */
function settingChanges(t: Translate, { changes, keys }: Entry['data']): Change[] {
  const all: unknown[] = Array.isArray(changes) ? changes : [keys].flat().map(key => ({ key }))
  return all.map(one => {
    const { key, from, to } = Object(one)
    const label = wordsOf(t, `setting.${key}`, String(key))
    if (to === undefined) return { label, to: t('acts.changed') }
    const word = (value: unknown) => wordsOf(t, `setting.${key}.${value}`, plainWord(t, value))
    return { label, from: word(from), to: word(to) }
  })
}

const wordsOf = (t: Translate, key: string, otherwise: string): string => (isMessageKey(key) ? t(key) : otherwise)

function plainWord(t: Translate, value: unknown): string {
  if (typeof value === 'boolean') return t(value ? 'acts.yes' : 'acts.no')
  if (value === null || value === undefined || value === '') return t('acts.nothing')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
