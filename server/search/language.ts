/** In which of our languages a text seems to be written. */
import { createRequire } from 'node:module'
import { LANGUAGES, type Language } from './engine.ts'

/** With fewer letters every language is likely. */
const FEWEST_LETTERS = 12
/** A millisecond for each 200 letters, and these say as much as all. */
const ENOUGH = 80
/** As tinyld says how sure it is: below, the likeliest is not likely. */
const LIKELY = 0.05

const require = createRequire(import.meta.url)

/** Loaded with the first text: it takes a fifth of a second and 15 MB, which a server that is just read should not. */
function detectAll(text: string) {
  const tinyld: typeof import('tinyld') = require('tinyld')
  return tinyld.detectAll(text)
}

/** All languages that tinyld knows are compared: German is no less German for being a little like English. */
export function languageOf(text: string): Language | null {
  const beginning = text.length > ENOUGH ? text.slice(0, text.lastIndexOf(' ', ENOUGH) + 1 || ENOUGH) : text
  if ((beginning.match(/\p{L}/gu)?.length ?? 0) < FEWEST_LETTERS) return null
  const [likeliest] = detectAll(beginning)
  if (!likeliest || likeliest.accuracy < LIKELY) return null
  return LANGUAGES.find(language => language === likeliest.lang) ?? null
}
