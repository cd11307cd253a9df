/** Remembers what was asked for: each question is asked once, and again only when it failed. */
export class AskedOnce<Answer> {
  private readonly known = new Map<string, Promise<Answer>>()

  constructor(private readonly ask: (question: string) => Promise<Answer>) {}

  answerTo(question: string): Promise<Answer> {
    const before = this.known.get(question)
    if (before) return before
    const asked = this.ask(question)
    this.known.set(question, asked)
    asked.catch(() => this.known.delete(question))
    return asked
  }
}
