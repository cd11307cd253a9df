/** Whether a plugin's verbs of the command line are any. */
import { type Check, each, is, isFunction, isNumber, isObject, isText, withParts } from './checks.ts'

const isVerbName = (name: string): boolean => /^[a-z][a-z0-9-]{0,30}$/.test(name)

const isOption: Check = value => {
  const type: unknown = isObject(value) ? Reflect.get(value, 'type') : undefined
  return type === 'string' || type === 'boolean'
}

/** `--help` is told of each by the host. */
const areOptions: Check = value =>
  each(is(isOption), name => /^[a-z][a-z0-9-]{0,30}$/.test(name) && name !== 'help')('', value) === null

export const verbsPart = each(
  withParts(['does', 'usage', 'run'], {
    does: isText,
    usage: isText,
    options: areOptions,
    positionals: isNumber,
    run: isFunction,
  }),
  isVerbName,
)
