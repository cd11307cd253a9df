/** Makes the open page live: it listens to what it shows, and to what concerns its reader everywhere. */
import { showBell } from '../behaviors/bell.ts'
import { say } from '../composer/words.ts'
import { tell } from '../lib/say.ts'
import { keepOrder, listHearing } from './list.ts'
import { keepPage, readMissed, readSoon } from './page.ts'
import { startPresence } from './presence.ts'
import { markRead } from './reading.ts'
import { showConnection } from './sign.ts'
import { type Hearing, LiveSocket } from './socket.ts'
import { keepWaiting, threadHearing } from './thread.ts'

const HEARINGS: Readonly<Record<string, Hearing>> = {
  thread: threadHearing,
  category: listHearing,
  latest: listHearing,
}

type Mine = { readonly unread: number; readonly read: Parameters<typeof markRead>[0] }

const mine: Hearing = {
  state: data => {
    // Said by our own server (server/notifications/live.ts).
    const { unread, read } = data as Mine
    if (showBell(unread) && document.querySelector('main[data-live~="me"]')) readSoon()
    markRead(read)
  },
}

let opened: LiveSocket | null = null

/** The page's socket, which listens to what the page shows from the first time on that somebody asks for it. */
export function startLive(): LiveSocket {
  opened ??= open()
  return opened
}

function open(): LiveSocket {
  const root = document.documentElement
  const socket = new LiveSocket(root.lang, changed, saySignedOut)
  const channels = document.querySelector<HTMLElement>('main')?.dataset.live?.split(' ') ?? []
  // One pill, one keeper: what a list holds back says nothing of the replies that a thread does.
  keepPage(channels.some(channel => channel.startsWith('thread:')) ? keepWaiting : keepOrder)
  for (const channel of channels) {
    const hearing = HEARINGS[channel.split(':', 1)[0] ?? '']
    if (hearing) socket.listen(channel, root.dataset.liveAfter ?? null, hearing)
  }
  if (root.dataset.me) socket.listen('me', null, mine)
  startPresence(socket)
  return socket
}

function changed(connected: boolean): void {
  showConnection(connected)
  if (connected) readMissed()
}

/** What is typed stays where it is: it can be sent once one has signed in again. */
function saySignedOut(): void {
  const returnTo = encodeURIComponent(location.pathname + location.search)
  tell(say('live.signedOut'), { href: `/sign-in?returnTo=${returnTo}`, label: say('live.signIn') })
}
