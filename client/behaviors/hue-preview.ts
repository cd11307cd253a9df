/** The brand hue's slider and number follow each other, and the page wears the hue while it is being chosen. */
import type { Behavior } from '../lib/behavior.ts'

export const huePreview: Behavior = element => {
  const slider = element.querySelector<HTMLInputElement>('input[type="range"]')
  const number = element.querySelector<HTMLInputElement>('input[type="number"]')
  if (!slider || !number) return
  slider.hidden = false
  const show = (hue: string) => document.documentElement.style.setProperty('--brand-h', hue)
  slider.addEventListener('input', () => {
    number.value = slider.value
    show(slider.value)
  })
  number.addEventListener('input', () => {
    if (!number.checkValidity() || number.value === '') return
    slider.value = number.value
    show(number.value)
  })
}
