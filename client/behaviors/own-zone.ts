/** A field for date and time is read on the reader's own clock, and says so; the server knows only that of UTC. */
import type { Behavior } from '../lib/behavior.ts'

export const ownZone: Behavior = element => {
  const field = element.querySelector<HTMLInputElement>('[type="datetime-local"]')
  const zone = element.querySelector<HTMLInputElement>('[name="zone"]')
  if (!field?.form || !zone) return
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const hint = document.getElementById(`${field.id}-hint`)
  if (hint) hint.textContent = (element.dataset.zoneIs ?? '#').replace('#', own)
  zone.value = own

  // The date is one choice of several: giving one chooses it, choosing another lets go of it.
  const choices = [...field.form.querySelectorAll<HTMLInputElement>('[type="radio"]')]
  const date = choices.find(({ value }) => value === 'at')
  field.addEventListener('input', () => {
    if (date && field.value !== '') date.checked = true
  })
  for (const choice of choices) {
    choice.addEventListener('change', () => {
      if (choice !== date) field.value = ''
    })
  }
}
