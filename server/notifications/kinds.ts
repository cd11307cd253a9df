/** What members are told of by the core. Plugins bring more, declared in the same way. */
import type { MessageKey } from '../core/i18n.ts'
import type { NotificationKind, NotificationLook, Told } from '../core/notification-kinds.ts'
import { isKey, KINDS } from '../reactions/kinds.ts'

/** Why a post is told, the strongest first: of one post a member hears once, for the strongest reason that fits. */
export const REASONS = ['mention', 'quote', 'reply', 'thread'] as const
export type Reason = (typeof REASONS)[number]

type CoreKind = Reason | 'reaction' | 'reminder'

const always =
  (icon: NotificationLook['icon'], tone: string, message: MessageKey): NotificationKind['look'] =>
  () => ({ icon, tone, message })

/** A row of new replies says how many. */
const replyLook = ({ gathers }: Told): NotificationLook => ({
  icon: 'reply',
  tone: 'sky',
  message: gathers ? 'notification.replies' : 'notification.reply',
})

/** A thread that began is known by its post, the first. */
const threadLook = ({ post }: Told): NotificationLook =>
  post.number === 1
    ? { icon: 'pen-line', tone: 'moss', message: 'notification.begun' }
    : { icon: 'messages-square', tone: 'moss', message: 'notification.followed' }

function reactionLook({ keys }: Told): NotificationLook {
  const key = keys.find(isKey) ?? 'heart'
  return { icon: key, tone: KINDS[key].tone, message: 'notification.reaction' }
}

export const notifications: Readonly<Record<CoreKind, NotificationKind>> = {
  mention: {
    choice: { label: 'notification.kind.mention', help: 'notification.kind.mention.help' },
    look: always('at-sign', 'brand', 'notification.mention'),
  },
  quote: {
    choice: { label: 'notification.kind.quote', help: 'notification.kind.quote.help' },
    look: always('quote', 'iris', 'notification.quote'),
  },
  reply: { choice: { label: 'notification.kind.reply', help: 'notification.kind.reply.help' }, look: replyLook },
  thread: { choice: { label: 'notification.kind.thread', help: 'notification.kind.thread.help' }, look: threadLook },
  reaction: {
    choice: { label: 'notification.kind.reaction', help: 'notification.kind.reaction.help' },
    look: reactionLook,
  },
  reminder: { choice: null, look: always('bell-ring', 'honey', 'notification.reminder') },
}
