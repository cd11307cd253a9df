/** What is told as a whole whenever it changes, and to who comes. */
import type { Log } from '../context.ts'
import { writeFrame } from './frames.ts'
import type { Rights } from './rights.ts'
import type { Room, Rooms } from './room.ts'
import type { Subscription } from './subscription.ts'

/** A state is told at once, and then no more often than this; less often where many listen, so that a crowd costs no more. */
const STATE_EVERY_MS = 500
const FOR_EACH_MS = 5

export class States {
  constructor(
    private readonly rooms: Rooms,
    private readonly rights: Rights,
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
      room.inTurn(() => this.tell(room)).catch(error => this.log.error(error, `the state of ${kind} could not be told`))
    }, wait).unref()
  }

  /** Tells it to who has just come. */
  async tellTo(subscription: Subscription): Promise<void> {
    const { room } = subscription
    if (!room.kind.state) return
    await room.inTurn(async () => {
      // They were asked about at the door, and rights may have changed since.
      if (room.kind.may) await this.rights.ask(subscription)
      if (subscription.over) return
      const frame = await frameFor(subscription)
      if (frame) subscription.sendBytes(frame)
    })
  }

  private async tell(room: Room): Promise<void> {
    const { state } = room.kind
    if (!state) return
    if (room.kind.may) await this.rights.sift(room)
    const frames = new Map<string, Promise<Buffer | null>>()
    for (const subscription of [...room.subscriptions]) {
      const sort = `${subscription.channel}\n${state.readerOf(subscription.connection.ctx)}`
      const making = frames.get(sort) ?? frameFor(subscription)
      frames.set(sort, making)
      const frame = await making
      if (frame) subscription.sendBytes(frame)
    }
  }
}

async function frameFor({ channel, room, connection }: Subscription): Promise<Buffer | null> {
  const data = await room.kind.state?.read(connection.ctx, room.argument)
  return data === undefined ? null : writeFrame({ op: 'state', channel, data })
}
