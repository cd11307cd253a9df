/** The workshop's door: a process of its own that opens what members send, started when needed and ended when idle. */

import { type ChildProcess, fork } from 'node:child_process'
import { extname, join } from 'node:path'
import type { Ctx, Host, Log } from '../core/context.ts'
import { AppError } from '../core/errors.ts'
import type { Outcome, Task } from './workshop/task.ts'

/** Whatever a picture asks for, nobody waits longer. */
const TASK_MS = 45_000
const IDLE_MS = 30_000
const MOST_WAITING = 20
/** Of one member: nobody has the line to themselves. */
const MOST_OWN = 10

type Sender = {
  readonly memberId: number
  /** Whether they have gone meanwhile. */
  readonly gone: () => boolean
}

type Waiting = Sender & {
  readonly task: Task
  readonly done: (outcome: Outcome) => void
  readonly failed: (error: unknown) => void
}

class Workshop {
  private child: ChildProcess | null = null
  private current: Waiting | null = null
  private limit: NodeJS.Timeout | null = null
  private idle: NodeJS.Timeout | null = null
  private readonly line: Waiting[] = []

  constructor(private readonly log: Log) {}

  /**
   * Opens a file and makes of it what is asked. Tasks wait in line; one whose sender has gone is passed over.
   * @throws AppError 503 while too many wait, or when the process cannot be started
   */
  run(task: Task, sender: Sender): Promise<Outcome> {
    const own = this.line.filter(one => one.memberId === sender.memberId)
    if (this.line.length >= MOST_WAITING || own.length >= MOST_OWN) throw busy()
    return new Promise((done, failed) => {
      this.line.push({ ...sender, task, done, failed })
      this.next()
    })
  }

  /** Ends the process; what was in its hands, or waited, is refused. */
  close(): void {
    this.letGo()?.kill('SIGKILL')
    for (const one of [this.take(), ...this.line.splice(0)]) one?.failed(busy())
  }

  private next(): void {
    if (this.current) return
    const next = this.line.shift()
    if (!next) return
    if (next.gone()) {
      next.done({ refused: 'slow' })
      this.next()
      return
    }
    if (this.idle) clearTimeout(this.idle)
    this.current = next
    this.child ??= this.start()
    this.limit = setTimeout(() => this.tooSlow(next.task), TASK_MS)
    this.child.send(next.task)
  }

  private tooSlow({ name }: Task): void {
    this.log.warn({ kind: extname(name) }, 'a file took too long to open and was refused')
    this.letGo()?.kill('SIGKILL')
    this.take()?.done({ refused: 'slow' })
    this.next()
  }

  /** The task in hand, which is in hand no more. */
  private take(): Waiting | null {
    const taken = this.current
    if (this.limit) clearTimeout(this.limit)
    this.current = null
    return taken
  }

  /** The process, which gets no more tasks. */
  private letGo(): ChildProcess | null {
    const child = this.child
    if (this.idle) clearTimeout(this.idle)
    this.child = null
    return child
  }

  private start(): ChildProcess {
    const { script, execArgv } = programOf(import.meta.filename)
    const child = fork(script, { execArgv, env: innocent(process.env), stdio: 'ignore' })
    child.on('message', (outcome: Outcome) => {
      if (this.child !== child) return
      if ('because' in outcome) this.log.info({ because: outcome.because }, 'a picture could not be read')
      this.take()?.done(outcome)
      this.idle = setTimeout(() => this.letGo()?.disconnect(), IDLE_MS).unref()
      this.next()
    })
    child.on('error', error => {
      this.log.error(error, 'the process that opens files does not run')
      if (this.child !== child) return
      this.letGo()
      this.take()?.failed(busy())
      this.next()
    })
    child.on('exit', (code, signal) => {
      if (this.child !== child) return
      this.letGo()
      const last = this.take()
      if (last)
        this.log.warn({ code, signal, kind: extname(last.task.name) }, 'a file ended the process that opened it')
      last?.done({ refused: 'unreadable' })
      this.next()
    })
    return child
  }
}

const busy = () => new AppError(503, 'upload.busy', 'upload.error.busy')

/** Nothing that could be a secret. */
function innocent(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, LANG, TMPDIR, LD_LIBRARY_PATH } = env
  return { NODE_ENV: 'production', PATH, LANG, TMPDIR, LD_LIBRARY_PATH }
}

/** From the sources (tests) it is TypeScript; in a build everything lies in one folder. */
function programOf(self: string) {
  return self.endsWith('.ts')
    ? { script: join(import.meta.dirname, 'workshop/main.ts'), execArgv: ['--import=tsx'] }
    : { script: join(import.meta.dirname, 'workshop.js'), execArgv: [] }
}

const workshops = new WeakMap<Host, Workshop>()

/** This process's workshop. */
export function workshop({ host }: Ctx): Workshop {
  const found = workshops.get(host) ?? new Workshop(host.log)
  workshops.set(host, found)
  return found
}

export async function closeWorkshop(host: Host): Promise<void> {
  workshops.get(host)?.close()
}
