/** What a plugin asks for, in the words that an administrator agrees to and that are kept with the decision. */
import type { Capability, PluginHost } from './declaration.ts'

const HOST = 'host:'
const HOST_OF = 'host-of:'

type Asking = { readonly capabilities: readonly Capability[]; readonly hosts: readonly PluginHost[] }

/** Its capabilities, `host:<name>` for each server outside, `host-of:<setting>` for one that stands in a setting. */
export const askedBy = ({ capabilities, hosts }: Asking): readonly string[] => [...capabilities, ...hosts.map(wordOf)]

/** How one of its hosts is agreed to. */
export const wordOf = (host: PluginHost): string =>
  typeof host === 'string' ? `${HOST}${host}` : `${HOST_OF}${host.setting}`

/** What a host looks like there. */
export const ASKED_HOST = `^(${HOST}[a-z0-9.-]+|${HOST_OF}[A-Za-z0-9_]+)$`
