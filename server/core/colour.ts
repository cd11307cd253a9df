/** Colours in OKLCH, as a screen paints them, and the contrast of two of them. */

/** Lightness from 0 to 1, chroma from 0, hue in degrees: what CSS writes as `oklch(l c h)`. */
export type Oklch = { readonly l: number; readonly c: number; readonly h: number }
type Rgb = readonly [red: number, green: number, blue: number]

/** Halvings of the chroma when it is brought into what a screen can show: to a hundred thousandth. */
const HALVINGS = 18

/** Linear sRGB, beyond 0 to 1 where no screen has the colour. The numbers are Björn Ottosson's: bottosson.github.io/posts/oklab */
function linearOf({ l: lightness, c, h }: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

const clipped = ([red, green, blue]: Rgb): Rgb => [unit(red), unit(green), unit(blue)]
const unit = (value: number): number => Math.min(1, Math.max(0, value))
const isShown = (rgb: Rgb): boolean => rgb.every(value => value > -1e-4 && value < 1.0001)

/** The same hue and lightness with as much chroma as a screen has. */
function reduced(colour: Oklch): Oklch {
  if (isShown(linearOf(colour))) return colour
  let [low, high] = [0, colour.c]
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2
    if (isShown(linearOf({ ...colour, c: middle }))) low = middle
    else high = middle
  }
  return { ...colour, c: low }
}

/** Relative luminance as WCAG 2.2 defines it. */
const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue

/**
 * The contrast of two colours, from 1 to 21 (WCAG 2.2). Browsers bring what a screen cannot show into its reach by
 * clipping, and CSS asks for less chroma instead: the answer is the least of what either makes of it.
 */
export function contrast(one: Oklch, other: Oklch): number {
  const both = (colour: Oklch) => [colour, reduced(colour)].map(each => luminance(clipped(linearOf(each))))
  const ratios = both(one).flatMap(a => both(other).map(b => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)))
  return Math.min(...ratios)
}

/** As `#rrggbb`, for what does not know OKLCH: letters, programs. */
export function hexOf(colour: Oklch): string {
  const channel = (linear: number) => {
    const value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${clipped(linearOf(reduced(colour)))
    .map(channel)
    .join('')}`
}

/** What `#rgb` or `#rrggbb` is in OKLCH; null for any other text. */
export function oklchOf(text: string): Oklch | null {
  const digits = /^#?([\da-f]{6}|[\da-f]{3})$/i.exec(text.trim())?.[1]
  if (!digits) return null
  const whole = digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits
  const channel = (at: number) => {
    const value = Number.parseInt(whole.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  const [red, green, blue] = [channel(0), channel(2), channel(4)]
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    c: Math.hypot(a, b),
    h: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
  }
}
