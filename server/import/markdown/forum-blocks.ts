/** What Discourse makes of posts beyond plain HTML: quotes of posts, oneboxes, polls, spoilers, players, footnotes. */
import { type Block, blocksOf, folded, join, quoteOf, titled } from './blocks.ts'
import { fence } from './code.ts'
import { find, HEADING, lineOf, wordsOf } from './inlines.ts'
import { fileName, linkOf, whereTo } from './links.ts'
import { classOf, type Element, hasClass } from './tree.ts'
import type { Work } from './work.ts'

/** The blocks that it stands for; null for an element that is what its name says. */
export function forumBlock(work: Work, element: Element, level: number): Block[] | null {
  const classes = classOf(element)
  if (classes === '') return null
  const { name } = element
  if (name === 'aside' && hasClass(element, 'quote')) return postQuote(work, element, level)
  if (hasClass(element, 'onebox') || /lazyYT|lazy-video/.test(classes))
    return name === 'pre' ? null : onebox(work, element)
  if (name === 'div') return divBlock(work, element, level)
  if (name === 'section' && hasClass(element, 'footnotes')) return notes(work, element, level)
  if (name === 'ol' && hasClass(element, 'footnotes-list')) return notes(work, element, level)
  return null
}

function divBlock(work: Work, div: Element, level: number): Block[] | null {
  if (hasClass(div, 'poll')) return poll(work, div, level)
  if (hasClass(div, 'spoiler') || hasClass(div, 'spoiled')) {
    work.mend('spoiler')
    return folded('spoiler', '', blocksOf(work, div.children, level + 1))
  }
  if (hasClass(div, 'math')) {
    work.mend('math')
    return [{ kind: 'code', text: fence(wordsOf(div).trim()) }]
  }
  return hasClass(div, 'quote-controls') || hasClass(div, 'meta') ? [] : null
}

/** A quote of a post names its writer and leads to it, as far as both came along. */
function postQuote(work: Work, aside: Element, level: number): Block[] {
  const title = find(aside, one => hasClass(one, 'title'))
  const quote = find(aside, ({ name }) => name === 'blockquote')
  const { 'data-username': user, 'data-topic': topic, 'data-post': number } = aside.attribs
  const link = title && find(title, ({ name, attribs }) => name === 'a' && attribs.href !== undefined)
  // Without a writer it is the card of a thread: its words are an excerpt that the thread itself shows.
  if (link && user === undefined) return onebox(work, aside)
  work.mend('quote')
  const shown = title ? wordsOf(title).trim().replace(/:$/, '').trim() : ''
  const name = user ?? shown
  const known = name === '' ? null : work.resolve.member(name)
  const address = topic && number ? work.resolve.post(topic, Number(number)) : null
  if (address !== null && name !== '')
    return quoteOf(work, quote ?? aside, level, `[@${escaped(work, known ?? name)}](${address}):`)
  const source = name === '' ? '' : `**${escaped(work, known ?? name)}:**`
  return quoteOf(work, quote ?? aside, level, source)
}

const escaped = (work: Work, words: string): string => lineOf(work, [words], { ...HEADING, linked: true })

/** What a onebox shows is the other page's; what stays is its title, and where it is. */
function onebox(work: Work, box: Element): Block[] {
  work.mend('onebox')
  const video = box.attribs['data-youtube-id'] ?? videoOf(box)
  if (video !== undefined) {
    return linkBlock(work, `https://www.youtube.com/watch?v=${video}`, titleOfVideo(box))
  }
  const heading = find(box, ({ name, hasBlock }) => /^h[1-6]$/.test(name) && !hasBlock)
  const anchor = (heading && find(heading, isAnchor)) ?? find(box, one => hasClass(one, 'title')) ?? find(box, isAnchor)
  const link = anchor && (isAnchor(anchor) ? anchor : find(anchor, isAnchor))
  const player = find(box, ({ name, attribs }) => /^(?:iframe|video|audio|source)$/.test(name) && !!attribs.src)
  const href = link?.attribs.href ?? box.attribs['data-onebox-src'] ?? player?.attribs.src ?? ''
  const title = (link ? wordsOf(link) : heading ? wordsOf(heading) : '').replaceAll(/\s+/g, ' ').trim()
  return linkBlock(work, href, title || find(box, ({ name }) => name === 'img')?.attribs.title || '')
}

const isAnchor = ({ name, attribs }: Element): boolean => name === 'a' && !!attribs.href
const videoOf = ({ attribs }: Element): string | undefined =>
  (attribs['data-provider-name'] ?? 'youtube') === 'youtube' ? attribs['data-video-id'] : undefined
const titleOfVideo = ({ attribs }: Element): string =>
  attribs['data-youtube-title'] || attribs['data-video-title'] || ''

function linkBlock(work: Work, href: string, title: string): Block[] {
  const to = whereTo(work, href)
  const shown = title || fileName(href) || href
  if (to === null) return shown === '' ? [] : [{ kind: 'words', text: lineOf(work, [shown], HEADING) }]
  const words = escaped(work, shown)
  return [{ kind: 'words', text: linkOf(words, title === '' ? href : title, to).markdown }]
}

/** A poll that is over: its question, what could be chosen, how many chose. */
function poll(work: Work, div: Element, level: number): Block[] {
  work.mend('poll')
  const title = find(div, one => hasClass(one, 'poll-title'))
  const options = find(div, ({ name }) => name === 'ul' || name === 'ol')
  const info = find(div, one => hasClass(one, 'poll-info'))
  const voters = info ? wordsOf(info).replaceAll(/\s+/g, ' ').trim() : ''
  return [
    ...(title ? titled(lineOf(work, title.children, HEADING)) : []),
    ...(options ? blocksOf(work, [options], level) : []),
    ...(voters ? blocksOf(work, [voters], level) : []),
  ]
}

function notes(work: Work, section: Element, level: number): Block[] {
  const list = section.name === 'ol' ? section : find(section, ({ name }) => name === 'ol')
  const items = (list?.children ?? []).flatMap(item => (typeof item !== 'string' && item.name === 'li' ? [item] : []))
  return items.map((item, index) => {
    const number = /(\d+)$/.exec(item.attribs.id ?? '')?.[1] ?? String(index + 1)
    const text = join(blocksOf(work, item.children, level + 1)).replaceAll(/\n(?=[^\n])/g, '\n    ')
    return { kind: 'other', text: `[^${number}]: ${text}` }
  })
}
