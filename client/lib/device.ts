/**
 * What this device keeps for a member: texts that were begun, and posts that wait for a connection. Names carry the
 * member's id, so nobody is shown another's; signing out forgets all of it. Storage may be full or forbidden: then nothing
 * is kept and nothing breaks.
 */
export type Words = { readonly body: string; readonly fields: Readonly<Record<string, string>> }

export type KeptDraft = Words & {
  /** When it was last typed at, in milliseconds. */
  readonly at: number
  /** Texts that the server was sent from here: if it has one of these, what it has is older than this. */
  readonly sent: readonly string[]
  /** The text that it said it has; null when it has said nothing. */
  readonly confirmed: string | null
}

export type Waiting = {
  readonly member: string
  /** Key of the draft that it was, and where its form is. */
  readonly draft: string
  readonly page: string
  readonly title: string
  readonly action: string
  /** As the form would have been sent, with its key. */
  readonly body: string
}

const PREFIX = 'guildhall:'
const nameOf = (kind: 'draft' | 'waiting', member: string, key: string): string => `${PREFIX}${kind}:${member}:${key}`

export const readDraft = (member: string, key: string): KeptDraft | null => read(nameOf('draft', member, key))
export const forgetDraft = (member: string, key: string): void => remove(nameOf('draft', member, key))

/** @returns false when this device keeps nothing */
export function keepDraft(member: string, key: string, draft: KeptDraft): boolean {
  if (write(nameOf('draft', member, key), draft)) return true
  // Full: what the server has as well makes room, the oldest first.
  for (const name of spareDrafts()) {
    remove(name)
    if (write(nameOf('draft', member, key), draft)) return true
  }
  return false
}

export const keepWaiting = (post: Waiting): boolean => write(nameOf('waiting', post.member, post.draft), post)
export const forgetWaiting = ({ member, draft }: Pick<Waiting, 'member' | 'draft'>): void =>
  remove(nameOf('waiting', member, draft))
export const readWaiting = (member: string, draft: string): Waiting | null => read(nameOf('waiting', member, draft))

/** Every post that waits here, whoever wrote it. */
export const allWaiting = (): Waiting[] =>
  names('waiting').flatMap(name => {
    const post = read<Waiting>(name)
    return post ? [post] : []
  })

/** Calls when another window forgets or keeps this draft. */
export function watchDraft(
  member: string,
  key: string,
  changed: (draft: KeptDraft | null, before: KeptDraft | null) => void,
) {
  window.addEventListener('storage', event => {
    if (event.key === nameOf('draft', member, key)) changed(parse(event.newValue), parse(event.oldValue))
  })
}

/** Under which name the last searches are kept: of whoever sits here, until they sign out. */
export const SEARCHES = `${PREFIX}searches`

/** For signing out. */
export function forgetAll(): void {
  for (const name of [...names('draft'), ...names('waiting'), SEARCHES]) remove(name)
}

function spareDrafts(): string[] {
  const kept = names('draft').flatMap(name => {
    const draft = read<KeptDraft>(name)
    return draft && draft.confirmed === draft.body ? [{ name, at: draft.at }] : []
  })
  return kept.sort((a, b) => a.at - b.at).map(({ name }) => name)
}

function names(kind: 'draft' | 'waiting'): string[] {
  try {
    return Object.keys(localStorage).filter(name => name.startsWith(`${PREFIX}${kind}:`))
  } catch {
    return []
  }
}

function read<T>(name: string): T | null {
  try {
    return parse(localStorage.getItem(name))
  } catch {
    return null
  }
}

/** Only this file writes under these names, so what is there is what was put there. */
function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

function write(name: string, value: unknown): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

function remove(name: string): void {
  try {
    localStorage.removeItem(name)
  } catch {
    // Forbidden: then there is nothing to remove.
  }
}
