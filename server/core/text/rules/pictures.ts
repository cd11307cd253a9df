/**
 * Pictures: those that were sent here, in the sizes that we keep. One from elsewhere is a link: showing it would tell its
 * host who reads, and the content policy refuses it. Several in one paragraph are a gallery, one with a title a figure.
 */
import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import type { KnownSize, KnownUpload } from '../cooked.ts'
import { relativeTo, uploadKeyAt } from '../own-links.ts'
import { MOST, type Work, workOf } from '../work.ts'
import { eachInline, isBlank, isBreak, textToken } from './tokens.ts'

/** How wide the reading measure is: no picture is shown wider. */
const WIDEST = '(max-width: 47rem) 100vw, 44rem'
const IN_GALLERY = '(max-width: 47rem) 50vw, 15rem'
/** Where a picture's address carries no size: what a phone and a desk can both show. */
const USUAL_WIDTH = 800

export function pictures(md: MarkdownIt): void {
  md.core.ruler.push('pictures', showPictures)
  md.renderer.rules.picture = (tokens, index) => tokens[index]?.content ?? ''
  md.renderer.rules.caption = (tokens, index) =>
    `<figcaption>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</figcaption>`
}

function showPictures(state: StateCore): void {
  const work = workOf(state.env)
  let left: number = MOST.pictures
  eachInline(state, (children, at) => {
    const images = children.filter(({ type }) => type === 'image')
    if (images.length === 0) return undefined
    const uploads = new Map<Token, KnownUpload>()
    for (const image of images) {
      const upload = left > 0 ? pictureOf(work, srcOf(work, image)) : undefined
      if (upload) left--
      if (upload) uploads.set(image, upload)
    }
    const alone = children.every(token => uploads.has(token) || isBlank(token) || isBreak(token))
    const gallery = alone && uploads.size > 1
    let linked = 0
    const shown = children.flatMap(token => {
      linked += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0
      if (token.type !== 'image') return gallery && !uploads.has(token) ? [] : [token]
      const upload = uploads.get(token)
      return upload ? [picture(state, token, upload, linked > 0, gallery)] : asLink(state, token, linked > 0)
    })
    const paragraph = state.tokens[at - 1]
    if (alone && paragraph?.type === 'paragraph_open') {
      if (gallery) paragraph.attrSet('class', 'gallery')
      else return figure(state, at, shown, images[0])
    }
    return shown
  })
}

const altOf = (image: Token): string => (image.children ?? []).map(({ content }) => content).join('')
const srcOf = ({ known }: Work, image: Token): string => relativeTo(known.origin, String(image.attrGet('src') ?? ''))

function pictureOf({ known }: Work, src: string): KnownUpload | undefined {
  const upload = known.uploads.get(uploadKeyAt(src) ?? '')
  return upload?.type.startsWith('image/') ? upload : undefined
}

function picture(state: StateCore, image: Token, upload: KnownUpload, linked: boolean, small: boolean): Token {
  const token = new state.Token('picture', 'img', 0)
  const alt = altOf(image)
  const attributes = (values: Readonly<Record<string, string | number | null>>) =>
    state.md.renderer.renderAttrs({
      attrs: Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])),
    })
  const html = `<img${attributes({ ...sourcesOf(upload, small), alt, loading: 'lazy', decoding: 'async' })}>`
  // A link must have a name: that of its picture, or that it is one.
  const named = { href: addressOf(upload), ...(alt === '' && { 'aria-label': 'Picture', 'data-word': 'picture' }) }
  token.content = linked ? html : `<a class="picture"${attributes(named)}>${html}</a>`
  token.meta = { upload: upload.id, alt }
  return token
}

/** Where the browser may take it from: the one that fits its window and its pixels. */
function sourcesOf(upload: KnownUpload, small: boolean) {
  const { width, height } = upload
  const sizes = sizesOf(upload)
  const widest = sizes.at(-1)
  const all = sizes.map(size => `${sizeAddress(upload, size)} ${size.width}w`)
  if (widest && width !== null && width > widest.width) all.push(`${addressOf(upload)} ${width}w`)
  const usual = sizes.find(size => size.width >= USUAL_WIDTH) ?? widest
  return {
    src: usual ? sizeAddress(upload, usual) : addressOf(upload),
    srcset: all.length > 1 ? all.join(', ') : null,
    sizes: all.length > 1 ? (small ? IN_GALLERY : WIDEST) : null,
    width,
    height,
  }
}

/** The sizes to choose from, the smallest first; of each width in the form that costs least to load. */
function sizesOf({ sizes }: KnownUpload): KnownSize[] {
  const formats = ['image/avif', 'image/webp']
  const best = formats.find(format => sizes.some(size => size.format === format)) ?? sizes[0]?.format
  return sizes.filter(({ format }) => format === best).sort((a, b) => a.width - b.width)
}

/** As uploads/paths.ts has it: the original under its name, a size under its width. */
const addressOf = ({ key, name }: KnownUpload): string => `/uploads/${key}/${encodeURIComponent(name)}`

const sizeAddress = ({ key }: KnownUpload, { width, format }: KnownSize): string =>
  `/uploads/${key}/${width}.${format.replace('image/', '')}`

/** What cannot be shown leads to where it is, and says whose it is. */
function asLink(state: StateCore, image: Token, linked: boolean): Token[] {
  const src = srcOf(workOf(state.env), image)
  const host = URL.canParse(src) ? new URL(src).host : ''
  const text = [altOf(image) || src.split('/').at(-1) || src, host && `(${host})`].filter(Boolean).join(' ')
  if (linked) return [textToken(state, text)]
  const [open, close] = [new state.Token('link_open', 'a', 1), new state.Token('link_close', 'a', -1)]
  open.attrs = [['href', src]]
  return [open, textToken(state, text), close]
}

/** A picture that has a paragraph for itself; its title is its caption. */
function figure(state: StateCore, at: number, shown: Token[], image: Token | undefined): Token[] {
  const title = String(image?.attrGet('title') ?? '')
  for (const token of [state.tokens[at - 1], state.tokens[at + 1]]) if (token) token.tag = 'figure'
  if (title === '') return shown
  const caption = new state.Token('caption', 'figcaption', 0)
  caption.content = title
  return [...shown, caption]
}
