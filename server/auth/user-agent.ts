/** A browser's name and system, as far as its header tells: enough to know one's own devices by. */

// Edge and Opera call themselves Chrome too, and Chrome calls itself Safari: the first that fits is right.
const BROWSERS = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS)\//],
  ['Safari', /\bSafari\//],
] as const

const SYSTEMS = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
] as const

/** "Firefox, Linux"; null when neither is known. */
export function describeAgent(userAgent: string): string | null {
  const named = [BROWSERS, SYSTEMS].flatMap(list => list.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? [])
  return named.length > 0 ? named.join(', ') : null
}
