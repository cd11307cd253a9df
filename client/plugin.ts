/**
 * `guildhall/client`: all that a plugin's script may import. It becomes a part of that script, which is not built with
 * ours: what it wants to hear it says to the document, and the page listens for it (lib/hear-plugins.ts).
 */
export const LISTEN = 'guildhall:listen'

export type Hearing = {
  /** Called with what the channel tells, when the page begins to listen and whenever it is another. */
  readonly state: (data: unknown) => void
  /** It may be heard no more, or there is no such channel. */
  readonly lost?: () => void
}

export type Asked = { readonly channel: string; readonly hearing: Hearing }

/**
 * Listens to a live channel of a plugin for as long as the page is open, over the socket that the page has anyway. Whoever
 * asks for the same channel again takes the place of who asked first.
 * @param channel with the plugin's id: `events:desk`, or `events:desk:42`
 */
export function listen(channel: string, hearing: Hearing): void {
  const detail: Asked = { channel: `x:${channel}`, hearing }
  document.dispatchEvent(new CustomEvent(LISTEN, { detail }))
}
