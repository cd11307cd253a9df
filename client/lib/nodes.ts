/** Elements made by scripts. Text is text: nothing here reads markup. */

export type Child = Node | string | null | undefined | false
type Attributes = Readonly<Record<string, string | boolean | undefined | EventListener>>

/** An element with attributes (`onclick` and its kin are listeners) and children. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice('on'.length), value)
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value)
  }
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false))
  return element
}

const SVG = 'http://www.w3.org/2000/svg'

/** An icon of the page's sprite. */
export function icon(name: string, kind = ''): SVGElement {
  const svg = drawing(name)
  svg.setAttribute('class', `i ${kind}`.trim())
  return svg
}

/** A drawing of the sprite that brings its own look. */
export function drawing(name: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(SVG, 'use')
  use.setAttribute('href', `${document.getElementById('said')?.dataset.icons ?? ''}#${name}`)
  svg.append(use)
  return svg
}
