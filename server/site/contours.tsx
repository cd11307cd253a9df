/**
 * Contour lines behind heroes: the map of a country that exists only for its seed. A height is summed from a few hills,
 * cut at even levels with marching squares, and the cuts are joined into smooth lines.
 */
import { random } from './random.ts'

const STEP = 20
const LEVELS = 13

const drawn = new Map<string, string>()

type ContoursProps = { readonly seed: string; readonly width?: number; readonly height?: number }

export function Contours({ seed, width = 912, height = 240 }: ContoursProps) {
  const key = `${width} ${height} ${seed}`
  let path = drawn.get(key)
  if (path === undefined) {
    // Seeds are few (the community's name, members on their own page); the oldest go when they are not.
    if (drawn.size >= 200) drawn.clear()
    path = contourPath(seed, width, height)
    drawn.set(key, path)
  }
  return (
    <svg class="contours" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <path d={path} />
    </svg>
  )
}

/** The lines as path data, in whole units. */
function contourPath(seed: string, width: number, height: number): string {
  const heights = landscape(seed, width, height)
  const flat = heights.flat()
  const low = Math.min(...flat)
  const rise = (Math.max(...flat) - low) / (LEVELS + 1)
  let path = ''
  for (let level = 1; level <= LEVELS; level++) {
    for (const line of join(cuts(heights, low + rise * level))) path += smooth(line)
  }
  return path
}

/** Heights at the corners of a grid that reaches one step beyond the picture on every side. */
function landscape(seed: string, width: number, height: number): number[][] {
  const next = random(seed)
  const hills = Array.from({ length: 9 }, () => ({
    x: next() * width,
    y: next() * height,
    radius: height * (0.25 + next() * 0.55),
    size: (next() < 0.3 ? -1 : 1) * (0.4 + next() * 0.6),
  }))
  const [tiltX, tiltY, phase] = [next() - 0.5, next() - 0.5, next() * 6]
  const columns = Math.ceil(width / STEP) + 3
  const rows = Math.ceil(height / STEP) + 3
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const x = (column - 1) * STEP
      const y = (row - 1) * STEP
      const slope = (tiltX * x) / width + (tiltY * y) / height
      const ripple = 0.12 * Math.sin(x / 67 + phase) * Math.cos(y / 53 - phase)
      return hills.reduce(
        (sum, hill) => sum + hill.size * Math.exp(-((x - hill.x) ** 2 + (y - hill.y) ** 2) / (2 * hill.radius ** 2)),
        slope + ripple,
      )
    }),
  )
}

type Point = readonly [x: number, y: number]
type Cut = readonly [Point, Point]

/** The pieces of one level's line, one or two for each cell that it crosses (marching squares). */
function cuts(heights: readonly (readonly number[])[], level: number): Cut[] {
  const found: Cut[] = []
  for (let row = 0; row + 1 < heights.length; row++) {
    const upper = heights[row] ?? []
    const lower = heights[row + 1] ?? []
    for (let column = 0; column + 1 < upper.length; column++) {
      const [a = 0, b = 0, c = 0, d = 0] = [upper[column], upper[column + 1], lower[column + 1], lower[column]]
      const x = (column - 1) * STEP
      const y = (row - 1) * STEP
      const between = (from: number, to: number) => ((level - from) / (to - from)) * STEP
      const sides: Point[] = []
      if (a > level !== b > level) sides.push([x + between(a, b), y])
      if (b > level !== c > level) sides.push([x + STEP, y + between(b, c)])
      if (c > level !== d > level) sides.push([x + between(d, c), y + STEP])
      if (d > level !== a > level) sides.push([x, y + between(a, d)])
      const [first, second, third, fourth] = sides
      if (first && second) found.push([first, second])
      if (third && fourth) found.push([third, fourth])
    }
  }
  return found
}

const nameOf = ([x, y]: Point): string => `${x.toFixed(2)} ${y.toFixed(2)}`

/** Pieces that share an end, as lines. Cells compute a shared side's crossing alike, so ends match by their name. */
function join(pieces: readonly Cut[]): Point[][] {
  const byEnd = new Map<string, Cut[]>()
  for (const piece of pieces) {
    for (const end of piece) byEnd.set(nameOf(end), [...(byEnd.get(nameOf(end)) ?? []), piece])
  }
  const used = new Set<Cut>()
  const follow = (line: Point[]): Point[] => {
    for (;;) {
      const end = line[line.length - 1]
      const piece = end && byEnd.get(nameOf(end))?.find(one => !used.has(one))
      if (!end || !piece) return line
      used.add(piece)
      line.push(nameOf(piece[0]) === nameOf(end) ? piece[1] : piece[0])
    }
  }
  const lines: Point[][] = []
  for (const piece of pieces) {
    if (used.has(piece)) continue
    used.add(piece)
    const forward = follow([...piece])
    lines.push(follow(forward.reverse()))
  }
  return lines
}

/** A line through the middles of its pieces, each corner rounded by one quadratic curve. */
function smooth(line: readonly Point[]): string {
  if (line.length < 5) return ''
  const whole = line.map(([x, y]): Point => [Math.round(x), Math.round(y)])
  const [first, second] = whole
  const closed = first !== undefined && second !== undefined && String(first) === String(whole.at(-1))
  // A ring goes on to the middle of its first piece again.
  if (closed) whole.push(second)
  let path = ''
  let [atX, atY] = [0, 0]
  for (const [index, [x, y]] of whole.slice(0, -1).entries()) {
    const [nextX, nextY] = whole[index + 1] ?? [x, y]
    const [middleX, middleY] = [Math.round((x + nextX) / 2), Math.round((y + nextY) / 2)]
    path += index === 0 ? `M${middleX} ${middleY}q` : `${pair(x - atX, y - atY)}${pair(middleX - atX, middleY - atY)}`
    ;[atX, atY] = [middleX, middleY]
  }
  return path.trimEnd()
}

/** Two numbers, with no more between them than SVG asks for. */
const pair = (x: number, y: number): string => `${x}${y < 0 ? '' : ' '}${y} `
