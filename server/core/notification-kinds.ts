/** Kinds of notifications, as features and plugins declare them. */
import type icons from '../../client/icons/icons.json'
import type { MessageKey } from './i18n.ts'

/** What of a notification decides how it looks. */
export type Told = {
  readonly kind: string
  /** Whether it stands for the new replies of a thread. */
  readonly gathers: boolean
  /** Of reactions: which there are, the newest first. */
  readonly keys: readonly string[]
  readonly post: { readonly number: number }
}

export type NotificationLook = {
  readonly icon: keyof typeof icons
  /** Name of a tone of the design. */
  readonly tone: string
  /**
   * Above the thread's title. It may name {first}, {second} and how many {others} did it, and {count}, what it stands for;
   * or {name}, the same as {first}.
   */
  readonly message: MessageKey
}

export type NotificationKind = {
  /**
   * How it is called where members say what they do without, and what it is. Null for what they ask for themselves: nobody
   * does without that, nor is it kept from them where they muted the place.
   */
  readonly choice: { readonly label: MessageKey; readonly help: MessageKey | null } | null
  readonly look: (told: Told) => NotificationLook
}

/** By name, in the order in which members choose. Those of plugins begin with the plugin: `questions.accepted`. */
export type NotificationKinds = ReadonlyMap<string, NotificationKind>

/** Those that members may do without. */
export const choosable = (kinds: NotificationKinds): string[] =>
  [...kinds].flatMap(([name, { choice }]) => (choice ? [name] : []))
