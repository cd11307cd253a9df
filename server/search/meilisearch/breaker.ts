/** Whether somebody is asked who gave no good answer: not for a while, and then by one alone. */

const PAUSE_MS = 10_000

type Told = { readonly away: (because: string) => void; readonly back: () => void }

export class Breaker {
  /** Until when it is not asked; null while all is well. */
  private until: number | null = null

  /** @param told is told once of each change */
  constructor(private readonly told: Told) {}

  /** Whether to ask now. After a pause the first who may asks for all: the others wait another pause, or until it went well. */
  admits(now: Date): boolean {
    if (this.until === null) return true
    if (now.getTime() < this.until) return false
    this.until = now.getTime() + PAUSE_MS
    return true
  }

  succeeded(): void {
    if (this.until !== null) this.told.back()
    this.until = null
  }

  failed(now: Date, because: string): void {
    if (this.until === null) this.told.away(because)
    this.until = now.getTime() + PAUSE_MS
  }
}
