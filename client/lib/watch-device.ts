/** For every page: posts that wait for a connection are sent, and what this device keeps is forgotten at signing out. */
import { allWaiting, forgetAll } from './device.ts'

export function watchDevice(): void {
  if (allWaiting().length > 0) {
    import('../composer/outbox.ts').then(({ startOutbox }) => startOutbox()).catch(() => undefined)
  }
  document.addEventListener('submit', ({ target }) => {
    if (target instanceof HTMLFormElement && new URL(target.action).pathname === '/sign-out') forgetAll()
  })
}
