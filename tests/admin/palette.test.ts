/** The palette as numbers is the palette as browsers are told it, and no hue within the proven range leaves anybody behind. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { contrast, hexOf, oklchOf } from '../../server/core/colour.ts'
import { BRIGHT, mostVivid, passes, proofOf, ROLES, type Role, shade } from '../../server/site/palette.ts'

const TINT = { hue: 200, vividness: 10, brightFill: false }
const tokens = readFileSync(join(import.meta.dirname, '../../client/styles/tokens.css'), 'utf8')

/** `oklch(.57 calc(var(--t-c) * .9) var(--t-h))` with the tokens of the tint in it. */
function colourIn(text: string) {
  const [, l, c, h] =
    /^oklch\(([\d.]+) (calc\(.*?\) \* [\d.]+\)|calc\(.*?\)|var\(--t-c\)|[\d.]+) (.+?)\)$/.exec(text) ?? []
  const share = /\* ([\d.]+)\)$/.exec(c ?? '')?.[1] ?? '1'
  const chroma = c?.includes('--t-c') ? (TINT.vividness / 100) * Number(share) : Number(c)
  const hue = h?.includes('stone') ? 92 : h?.startsWith('var') ? TINT.hue : Number(h)
  return { l: Number(l), c: chroma, h: hue }
}

t.test('the palette', async t => {
  t.test('each role is what its token says, by day and by night', async t => {
    for (const role of Object.keys(ROLES) as Role[]) {
      const [, light = '', dark = ''] =
        new RegExp(`--${role}: light-dark\\((oklch\\(.+?\\)), (oklch\\(.+?\\))\\);`).exec(tokens) ?? []
      for (const [theme, text] of [
        ['light', light],
        ['dark', dark],
      ] as const) {
        const said = colourIn(text)
        const known = shade(TINT, theme, role)
        // White has no hue.
        const compared = said.c === 0 ? { ...known, h: said.h } : known
        t.same(rounded(compared), rounded(said), `${role}, ${theme}`)
      }
    }
    const [, fill = '', on = ''] =
      /\[data-fill="bright"\].*--t-fill: (oklch\(.+?\)); --t-on: (oklch\(.+?\)) }/.exec(tokens) ?? []
    t.same(rounded(BRIGHT['t-fill'](TINT)), rounded(colourIn(fill)))
    t.same(rounded(BRIGHT['t-on'](TINT)), rounded(colourIn(on)))
  })

  t.test('up to a vividness of 16 every hue passes, with dark buttons and with bright ones', async t => {
    const failing: string[] = []
    for (let hue = 0; hue < 360; hue += 6)
      for (const vividness of [3, 8, 12, 16])
        for (const brightFill of [false, true])
          if (!passes({ hue, vividness, brightFill })) failing.push(`${hue} ${vividness} ${brightFill}`)
    t.strictSame(failing, [])
  })

  t.test('beyond, some do not, and what is offered instead does', async t => {
    const hues = Array.from({ length: 60 }, (_, index) => index * 6)
    const refused = hues.filter(hue => !passes({ ...TINT, hue, vividness: 26 }))
    t.ok(refused.length > 0, 'the proof can fail')
    for (const hue of refused) {
      const most = mostVivid({ ...TINT, hue, vividness: 26 })
      t.ok(most >= 16 && most < 26)
      t.ok(passes({ ...TINT, hue, vividness: most }))
    }
  })

  t.test('contrast is what WCAG calls so', async t => {
    const white = { l: 1, c: 0, h: 0 }
    const black = { l: 0, c: 0, h: 0 }
    t.equal(Math.round(contrast(white, black) * 100), 2100)
    t.equal(contrast(white, white), 1)
    // #767676 on white is the well-known grey that just passes.
    t.equal(contrast(oklchOf('#767676') ?? black, white).toFixed(2), '4.54')
    t.ok(proofOf(TINT).every(({ light, dark, needs }) => light >= needs && dark >= needs))
  })

  t.test('a colour’s code and its hue are one and the same', async t => {
    for (const code of ['#12634f', '#ff0000', '#0000ff', '#ffffff', '#000000']) {
      const colour = oklchOf(code)
      t.equal(colour && hexOf(colour), code)
    }
    t.same(oklchOf('abc'), oklchOf('#aabbcc'))
    t.equal(Math.round(oklchOf('#ff0000')?.h ?? 0), 29)
    for (const odd of ['', 'green', '#12', '#1234567', 'rgb(1,2,3)']) t.equal(oklchOf(odd), null, odd)
  })
})

const rounded = ({ l, c, h }: ReturnType<typeof colourIn>) => ({ l, c: Number(c.toFixed(4)), h })
