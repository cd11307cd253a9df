/**
 * Keeps what is being written: at every pause on this device, every few seconds on the server, and once more when the
 * page is left. When a page opens, the newer text of the two is put back and the other one is offered.
 */
import { forgetDraft, type KeptDraft, keepDraft, readDraft, type Words, watchDraft } from '../lib/device.ts'
import { type ComposerForm, isEmpty, sameWords } from './form.ts'
import { draftOnServer, type Stored } from './server-draft.ts'

/** What there is to say of the draft. */
export type DraftState = 'none' | 'kept' | 'deviceOnly' | 'unkept' | 'sentElsewhere' | 'signedOut'

type Told = {
  state(state: DraftState): void
  /** A text was put back. */
  restored(): void
  /** There is another text under the same name; one of the two is taken. */
  other(other: Words, choose: { take(): void; keep(): void }): void
}

/** The server did not say whether it has a draft. */
const UNREACHED: unique symbol = Symbol('unreached')

const DEVICE_MS = 500
const SERVER_MS = 3000
const SERVER_AT_LEAST_MS = 12_000
const RETRY_MS = 20_000

export class DraftKeeper {
  private readonly server
  /** What the form held when the page opened. */
  private readonly opened: Words
  /** What the server has, as far as we know; null when nothing. */
  private synced: Words | null = null
  /** The stored version; 0 for none, null while nobody has looked. */
  private version: number | null
  /** Our last texts that went to the server, arrived or not. */
  private sent: string[] = []
  private saving: Promise<void> = Promise.resolve()
  /** Whether this device keeps anything at all. */
  private keepsHere = true
  private deviceTimer = 0
  private serverTimer = 0
  private waitingSince = 0
  private stopped = false
  /** Two texts are to be chosen from: until then the server keeps the other one. */
  private undecided = false

  constructor(
    private readonly form: ComposerForm,
    private readonly told: Told,
  ) {
    this.server = draftOnServer(form.draft)
    this.opened = form.words()
    const { value = '' } = form.field('draftVersion') ?? {}
    this.version = value === '' ? null : Number(value)
  }

  /** Finds what there is, then follows the form. */
  async start(): Promise<void> {
    const { element, draft, member } = this.form
    const begun = element.querySelector('[data-begun]')
    if ('again' in element.dataset) this.soon()
    else {
      // A form that nobody has looked for says itself whether there is a draft.
      if (this.version === null && !begun) this.version = 0
      const onDevice = readDraft(member, draft)
      const onServer = this.version === 0 ? null : await this.server.read().catch((): typeof UNREACHED => UNREACHED)
      if (onServer !== UNREACHED) begun?.remove()
      this.settle(onDevice, onServer)
    }
    element.addEventListener('input', () => this.soon())
    element.addEventListener('change', () => this.soon())
    window.addEventListener('pagehide', () => this.leave())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.leave()
    })
    window.addEventListener('online', () => this.save())
    watchDraft(member, draft, (now, before) => {
      if (now === null && before && sameWords(before, this.form.words())) {
        this.pauseTimers()
        this.version = null
        this.told.state('sentElsewhere')
      }
    })
  }

  /** Waits until nothing is on its way, and sends nothing more: the form is about to be posted. */
  async hold(): Promise<void> {
    this.keepHere()
    this.pauseTimers()
    this.stopped = true
    await this.saving
  }

  /** The form was not posted after all: its text is now worth the most. */
  release(): void {
    this.stopped = false
    void this.save()
  }

  /** The text was posted: it is kept no longer. The server forgets it by itself. */
  finish(): void {
    this.stopped = true
    this.pauseTimers()
    forgetDraft(this.form.member, this.form.draft)
  }

  /** Saves at once, for who asks for it. */
  async saveNow(): Promise<void> {
    this.keepHere()
    await this.save()
  }

  /** Throws the text away, here and on the server. @returns the words, to bring them back; null when the page must be read anew */
  async discard(): Promise<Words | null> {
    const words = this.form.words()
    if (!this.openedWithDraft) this.form.put({ ...this.opened, fields: { title: '', tags: '', ...this.opened.fields } })
    await this.hold()
    forgetDraft(this.form.member, this.form.draft)
    await this.server.remove().catch(() => undefined)
    this.version = 0
    this.synced = null
    this.sent = []
    if (this.openedWithDraft) return null
    this.stopped = false
    return words
  }

  /** The server put a draft into the form: it is not what the form begins with. */
  private get openedWithDraft(): boolean {
    return Number(this.form.field('draftVersion')?.value) > 0
  }

  private isBlank(words: Words): boolean {
    return isEmpty(words) || (!this.openedWithDraft && sameWords(words, this.opened))
  }

  private settle(onDevice: KeptDraft | null, onServer: Stored | null | typeof UNREACHED): void {
    const stored = onServer === UNREACHED ? null : onServer
    // Of a server that did not answer we know nothing: it refuses to replace what it may have.
    this.version = stored?.version ?? 0
    this.synced = stored
    if (onDevice) this.sent = [...onDevice.sent]
    if (!sameWords(this.form.words(), this.opened)) {
      // Somebody was faster than the answer and has begun to write.
      const other = stored ?? onDevice
      if (other) this.offer(other)
      else this.soon()
    } else if (onDevice && onServer === null && onDevice.confirmed === onDevice.body) {
      // The server had all of it and has it no more: it was posted or thrown away elsewhere.
      forgetDraft(this.form.member, this.form.draft)
    } else if (onDevice && (!stored || onDevice.sent.includes(stored.body) || sameWords(onDevice, stored))) {
      if (this.restore(onDevice) && !(stored && sameWords(onDevice, stored))) this.soon()
    } else if (stored && !onDevice) {
      this.restore(stored)
    } else if (stored && onDevice) {
      const [newer, older] = onDevice.at > stored.at ? [onDevice, stored] : [stored, onDevice]
      this.restore(newer)
      this.offer(older)
    }
    if (stored) this.told.state('kept')
  }

  /** @returns whether the form shows the words now */
  private restore(words: Words): boolean {
    if (this.isBlank(words)) return false
    if (!sameWords(words, this.form.words())) this.form.put(words)
    this.told.restored()
    return true
  }

  private offer(other: Words): void {
    this.undecided = true
    const decide = (words: Words | null) => {
      this.undecided = false
      if (words) this.form.put(words)
      this.soon()
    }
    this.told.other(other, { take: () => decide(other), keep: () => decide(null) })
  }

  private soon(): void {
    if (this.stopped) return
    clearTimeout(this.deviceTimer)
    this.deviceTimer = window.setTimeout(() => this.keepHere(), DEVICE_MS)
    clearTimeout(this.serverTimer)
    const now = Date.now()
    this.waitingSince ||= now
    const wait = Math.min(SERVER_MS, Math.max(0, this.waitingSince + SERVER_AT_LEAST_MS - now))
    this.serverTimer = window.setTimeout(() => this.save(), wait)
  }

  private pauseTimers(): void {
    clearTimeout(this.deviceTimer)
    clearTimeout(this.serverTimer)
    this.waitingSince = 0
  }

  private leave(): void {
    if (this.stopped) return
    this.keepHere()
    void this.save({ keepalive: true })
  }

  private keepHere(): void {
    const { member, draft } = this.form
    const words = this.form.words()
    if (this.isBlank(words)) forgetDraft(member, draft)
    else this.keepsHere = keepDraft(member, draft, this.kept(words))
    if (!this.keepsHere && !this.synced) this.told.state('unkept')
  }

  private kept(words: Words): KeptDraft {
    return { ...words, at: Date.now(), sent: this.sent, confirmed: this.synced?.body ?? null }
  }

  /** One save after the other. */
  private save(options: { readonly keepalive?: boolean } = {}): Promise<void> {
    this.waitingSince = 0
    clearTimeout(this.serverTimer)
    this.saving = this.saving.then(() => this.saveOnce(options)).catch(() => this.unreached())
    return this.saving
  }

  private unreached(): void {
    this.told.state(this.keepsHere ? 'deviceOnly' : 'unkept')
    this.serverTimer = window.setTimeout(() => this.save(), RETRY_MS)
  }

  private async saveOnce({ keepalive = false }): Promise<void> {
    if (this.stopped || this.undecided) return
    const words = this.form.words()
    if (this.isBlank(words)) {
      if (!this.synced) return
      await this.server.remove(keepalive)
      this.version = 0
      this.synced = null
      return this.told.state('none')
    }
    if (this.synced && sameWords(words, this.synced)) return this.told.state('kept')
    this.sent = [words.body, ...this.sent.filter(one => one !== words.body)].slice(0, 2)
    if (!keepalive) this.keepHere()
    const answer = await this.server.save(words, { version: this.version, keepalive })
    if (answer.kind === 'saved') {
      this.version = answer.version
      this.synced = words
      this.keepHere()
      return this.told.state('kept')
    }
    if (answer.kind === 'signedOut') return this.told.state('signedOut')
    if (answer.kind === 'refused') return this.told.state(this.keepsHere ? 'deviceOnly' : 'unkept')
    await this.meetOther(words)
  }

  /** The stored draft is not the one that we know. */
  private async meetOther(words: Words): Promise<void> {
    const other = await this.server.read()
    this.version = other?.version ?? 0
    this.synced = other
    if (!other || this.sent.includes(other.body) || sameWords(other, words)) return this.saveOnce({})
    this.offer(other)
  }
}
