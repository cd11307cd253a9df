/** What is told as a whole whenever it changes, and to who comes. */
import type { Log } from '../context.ts'
import { writeFrame } from './frames.ts'
import type { Room, Rooms } from './room.ts'
import type { Subscription } from './subscription.ts'

/** A state is told at once, and then no more often than this; less often where many listen, so that a crowd costs no more. */
const STATE_EVERY_MS = 500
const FOR_EACH_MS = 5

export class States {
  constructor(
    private readonly rooms: Rooms,
    private readonly log: Log,
  ) {}

  /** It is another now: its listeners are told soon. */
  changed(kind: string, argument: string): void {
    const room = this.rooms.find(kind, argument)
    if (!room || room.timer) return
    const rest = Math.max(STATE_EVERY_MS, room.subscriptions.size * FOR_EACH_MS)
    const wait = Math.max(0, room.toldAt + rest - Date.now())
    room.timer = setTimeout(() => {
      room.timer = null
      room.toldAt = Date.now()
      room.inTurn(() => tell(room)).catch(error => this.log.error(error, `the state of ${kind} could not be told`))
    }, wait).unref()
  }

  /** Tells it to who has just come. */
  async tellTo(subscription: Subscription): Promise<void> {
    const { room } = subscription
    if (room.kind.state) await room.inTurn(async () => subscription.sendBytes(await frameFor(subscription)))
  }
}

async function tell(room: Room): Promise<void> {
  const { state } = room.kind
  if (!state) return
  const frames = new Map<string, Promise<Buffer>>()
  for (const subscription of [...room.subscriptions]) {
    const sort = `${subscription.channel}\n${state.readerOf(subscription.connection.ctx)}`
    const frame = frames.get(sort) ?? frameFor(subscription)
    frames.set(sort, frame)
    subscription.sendBytes(await frame)
  }
}

async function frameFor({ channel, room, connection }: Subscription): Promise<Buffer> {
  return writeFrame({ op: 'state', channel, data: await room.kind.state?.read(connection.ctx, room.argument) })
}
