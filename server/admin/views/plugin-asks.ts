/** What a plugin asks for, as an administrator reads it. */
import { wordOf } from '../../plugins/asked.ts'
import type { Description } from '../../plugins/describe.ts'
import type { PageContext } from '../../site/page.ts'

type Ask = { readonly value: string; readonly label: string; readonly help: string }

export function asksOf({ t, locale }: PageContext, { capabilities, hosts, settings }: Description): readonly Ask[] {
  const labelOf = (name: string) => settings.find(setting => setting.name === name)?.label[locale] ?? name
  return [
    ...capabilities.map(one => ({
      value: one,
      label: t(`plugins.capability.${one}`),
      help: t(`plugins.capability.${one}.help`),
    })),
    ...hosts.map(host => ({
      value: wordOf(host),
      label:
        typeof host === 'string'
          ? t('plugins.host', { host })
          : t('plugins.hostOf', { setting: labelOf(host.setting) }),
      help: t(typeof host === 'string' ? 'plugins.host.help' : 'plugins.hostOf.help'),
    })),
  ]
}
