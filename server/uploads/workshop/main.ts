/**
 * The process in which files from members are opened: the only one. Decoders of pictures are large programs that read
 * hostile bytes; here a fault of theirs ends this process and nothing else, their memory goes back to the machine when it
 * ends, and there are no secrets in its environment. One task at a time.
 */
import { stat } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { KINDS } from '../kinds.ts'
import { inspect } from './inspect.ts'
import type { Outcome, Task } from './task.ts'

/** Pages are served first. */
const NICE = 10

/** libvips tells of a full disk in the system's words only. */
const FULL = /ENOSPC|EDQUOT|No space left|quota exceeded/i

setPriority(NICE)
// Ctrl-C and systemd tell the whole group: the server finishes what it has begun, and lets go of us last.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {})
process.on('message', (task: Task) => {
  outcomeOf(task).then(
    outcome => process.send?.(outcome),
    // What a decoder throws is about the picture; the parent logs it.
    (error: unknown) =>
      process.send?.({ refused: FULL.test(String(error)) ? 'full' : 'unreadable', because: String(error) }),
  )
})
process.on('disconnect', () => process.exit())

async function outcomeOf(task: Task): Promise<Outcome> {
  const { path, name, allowed, maxPictureBytes, maxFileBytes } = task
  const { size: bytes } = await stat(path)
  if (bytes === 0) return { refused: 'empty' }
  const kind = await inspect(path, name)
  if (kind === 'encoding') return { refused: 'encoding' }
  if (kind === null || !allowed.includes(kind)) return { refused: 'kind', found: kind }
  const maxBytes = KINDS[kind].picture ? maxPictureBytes : maxFileBytes
  if (bytes > maxBytes) return { refused: 'size', maxBytes }
  if (!KINDS[kind].picture) {
    return { kind, files: [{ ending: '', path, type: KINDS[kind].type, bytes, width: null, height: null }] }
  }
  const { makeAvatar, makeMark, makePicture } = await import('./pictures.ts')
  const make = { upload: makePicture, avatar: makeAvatar, mark: makeMark }[task.make]
  return make(task, kind)
}
