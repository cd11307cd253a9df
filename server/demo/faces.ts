/** Faces of the demo's members: a bird each, drawn from its name. */
import { random } from '../site/random.ts'

/** Ground, feathers, breast: of the brand's panels, and light enough on dark enough. */
const PLUMAGES = [
  ['#f3d9b1', '#5b2a5e', '#e9a03b'],
  ['#d8e2dc', '#38506b', '#f2c14e'],
  ['#f7c9b6', '#3d2645', '#d1495b'],
  ['#cfe3d4', '#2f5d50', '#f0b67f'],
  ['#e4d4f0', '#4a3f78', '#f28f6b'],
  ['#fbe7a1', '#7a3e48', '#fff4d6'],
  ['#c9dfe8', '#22577a', '#f6ae6a'],
  ['#ead7c3', '#513b56', '#9bc1a5'],
] as const

/** The same bird for the same name, as SVG. */
export function faceOf(name: string): string {
  const roll = random(`face ${name}`)
  const [ground, feathers, breast] = PLUMAGES[Math.floor(roll() * PLUMAGES.length)] ?? PLUMAGES[0]
  const left = roll() < 0.5
  const lean = Math.round(-8 + roll() * 16)
  const size = Math.round(118 + roll() * 26)
  const crest = roll() < 0.55
  const beak = Math.round(26 + roll() * 34)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512" viewBox="0 0 256 256">
  <rect width="256" height="256" fill="${ground}"/>
  <circle cx="${left ? 196 : 60}" cy="${Math.round(48 + roll() * 30)}" r="${Math.round(16 + roll() * 16)}" fill="${breast}" opacity=".55"/>
  <g transform="rotate(${lean} 128 150)${left ? '' : ' translate(256 0) scale(-1 1)'}">
    <ellipse cx="128" cy="236" rx="${size * 0.72}" ry="${size * 0.66}" fill="${feathers}"/>
    <ellipse cx="110" cy="244" rx="${size * 0.4}" ry="${size * 0.52}" fill="${breast}"/>
    ${crest ? `<path d="M108 62 Q132 22 156 66 Z" fill="${breast}"/>` : ''}
    <circle cx="124" cy="118" r="${size * 0.48}" fill="${feathers}"/>
    <path d="M${78 - beak / 3} 124 L${84 + 6} 108 L${84 + 8} 136 Z" fill="#f2a541"/>
    <circle cx="104" cy="106" r="11" fill="#fffaf0"/>
    <circle cx="102" cy="107" r="6" fill="#1f1722"/>
  </g>
</svg>`
}
