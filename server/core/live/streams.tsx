/** Turbo streams: what a page is told to change, by the ids of its elements. */
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Puts an element at the end of another; one of the same id gives way to it. */
export const append = (target: string, content: VNode): string => stream('append', target, renderToString(content))

/** Makes an element what this one is, and lets what is the same be. */
export const morph = (target: string, content: VNode): string =>
  stream('replace', target, renderToString(content), ' method="morph"')

export const remove = (target: string): string => `<turbo-stream action="remove" target="${target}"></turbo-stream>`

/** Each page reads itself again: it knows what it may see. */
export const REFRESH = '<turbo-stream action="refresh"></turbo-stream>'

const stream = (action: string, target: string, html: string, more = ''): string =>
  `<turbo-stream action="${action}" target="${target}"${more}><template>${html}</template></turbo-stream>`
