/** One call into a plugin, as long as it lasts. */

/** A call into a plugin. What was handed to the plugin for it stops working when it has ended. */
export type Call = {
  readonly ended: boolean
  /** Aborted when it ends. */
  readonly signal: AbortSignal
}

export class CallUnderWay implements Call {
  ended = false
  private late: AbortController | undefined

  /** Made where somebody asks for it, which nearly nobody does: making and aborting one costs as much as a small query. */
  get signal(): AbortSignal {
    this.late ??= new AbortController()
    if (this.ended) this.late.abort()
    return this.late.signal
  }

  end(): void {
    this.ended = true
    this.late?.abort()
  }
}
