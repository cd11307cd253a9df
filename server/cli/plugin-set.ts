/** `guildhall plugin set`: gives a setting of a plugin a value. */
import { loadEnv } from '../core/env.ts'
import { AppError } from '../core/errors.ts'
import { t } from '../core/i18n.ts'
import { OperatorError } from '../core/operator-error.ts'
import { changeSettings, type SettingDeclaration } from '../core/settings.ts'
import { say, sayJson, UsageError, type Verb } from './verb.ts'
import { withGuildhall } from './with-database.ts'

export default {
  usage: `<id> <setting> <value> [--json]
       guildhall plugin set <id> <setting> --default [--json]

Gives a setting of a plugin that is on another value, at once where the server runs; --default gives back the first one.`,
  options: { default: { type: 'boolean' }, json: { type: 'boolean' } },
  positionals: 3,
  run: async (values, [id, setting, value]) => {
    if (id === undefined || setting === undefined) throw new UsageError('say which plugin, and which of its settings')
    if ((value === undefined) !== (values.default === true)) throw new UsageError('say a value, or --default')
    return withGuildhall(loadEnv(), async guildhall => {
      const ctx = guildhall.ctx()
      const key = `${id}.${setting}`
      const declared = Object.hasOwn(ctx.host.declarations, key) ? ctx.host.declarations[key] : undefined
      if (!declared) throw new OperatorError(`There is no setting "${setting}" of a plugin "${id}" that is on`)
      const given = value === undefined ? null : typed(declared, value)
      await changeSettings(ctx, { [key]: given }).catch(refused(key))
      if (values.json) sayJson({ key, value: given ?? declared.default })
      else say(`${key} is ${JSON.stringify(given ?? declared.default)}`)
      return 0
    })
  },
} satisfies Verb

/** As its type has it; what cannot be is refused by the check that every change passes. */
function typed({ type }: SettingDeclaration, text: string): unknown {
  if (type === 'integer') return /^-?\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** In words, for who sits at a terminal. */
const refused = (key: string) => (error: unknown) => {
  const field = error instanceof AppError ? error.fields[key] : undefined
  throw field ? new OperatorError(t('en', field.key, field.values)) : error
}
