import type { EventLog } from '../events/log.ts'
import type { LiveHub } from '../live/hub.ts'
import { stateOf, type Topic } from './bus.ts'

/** What this process does when it hears a topic. */
export const hearing =
  (events: EventLog, live: LiveHub) =>
  (topic: Topic): void => {
    const state = stateOf(topic)
    if (state) live.changed(state.kind, state.argument)
    else if (topic === 'log') events.hear()
    else {
      events.wake()
      live.changedAll()
    }
  }
