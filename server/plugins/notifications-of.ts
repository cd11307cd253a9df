/** A plugin's kinds of notifications, as features declare theirs. Its words have been taken up by then (`learn`). */
import { isMessageKey, type MessageKey } from '../core/i18n.ts'
import type { NotificationKind } from '../core/notification-kinds.ts'
import type { Plugin } from './declaration.ts'
import { toldKeys } from './messages.ts'

/** All look alike but for their icons: tones tell the core's kinds from each other. */
const TONE = 'tarn'

export const notificationsOf = <Post>({ id, notifications = {} }: Plugin<Post>): Record<string, NotificationKind> =>
  Object.fromEntries(
    Object.entries(notifications).map(([type, { icon }]) => {
      const keys = toldKeys(id, type)
      const look = { icon, tone: TONE, message: learned(keys.text) }
      return [`${id}.${type}`, { choice: { label: learned(keys.label), help: null }, look: () => look }]
    }),
  )

function learned(key: string): MessageKey {
  if (!isMessageKey(key)) throw new Error(`nothing was learned of ${key}`)
  return key
}
