/** What scripts of plugins want to hear (client/plugin.ts) is listened to over the page's socket. */
import { type Asked, LISTEN } from '../plugin.ts'

/** Ours runs before theirs, so that none of them says it to nobody. */
export function hearPlugins(): void {
  document.addEventListener(LISTEN, event => {
    if (!(event instanceof CustomEvent)) return
    const { channel, hearing }: Asked = event.detail
    import('../live/start.ts')
      .then(({ startLive }) => startLive().listen(channel, null, hearing))
      .catch(() => undefined)
  })
}
