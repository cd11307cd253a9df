/** Addresses of a Discourse forum in its texts, and what they are here. */
import { threadPath } from '../../threads/ledger.tsx'
import type { Found } from '../adapter.ts'
import type { Resolve } from '../resolve.ts'

/** Under one of `hosts`, or without a host. */
export function resolver(found: Found, hosts: ReadonlySet<string>): Resolve {
  const [home = null] = hosts
  const post = (threadId: string, number: number): string | null => {
    const thread = found.thread(threadId)
    return thread ? threadPath(thread, number) : null
  }
  return {
    post,
    member: name => found.member(nameKey(name)) ?? null,
    address: url => {
      const path = pathOn(url, hosts)
      return path === null ? null : translate(path, found, post)
    },
    absolute: url => (url.startsWith('/') && !url.startsWith('//') && home !== null ? `https://${home}${url}` : url),
  }
}

/** Names there are the same in any case. */
export const nameKey = (name: string): string => name.toLowerCase()

/** The path of an address of the old forum; null for others. */
function pathOn(url: string, hosts: ReadonlySet<string>): string | null {
  if (url.startsWith('/') && !url.startsWith('//')) return url.replace(/[?#].*$/, '')
  const whole = url.startsWith('//') ? `https:${url}` : url
  if (!/^https?:/i.test(whole) || !URL.canParse(whole)) return null
  const { host, pathname } = new URL(whole)
  return hosts.has(host) ? pathname : null
}

const THREAD = /^\/t\/(?:[^/]*[^/\d][^/]*\/|-\/)?(\d{1,15})(?:\/(\d{1,9}))?(?:\/|$)/
const POST = /^\/p\/(\d{1,15})(?:\/|$)/
const MEMBER = /^\/u(?:sers)?\/([^/]+)/
const CATEGORY = /^\/c\/(?:[^/]+\/)*?(\d{1,15})(?:\/|$)/
const TAG = /^\/tags?\/([^/]+)\/?$/

/** What a path there is here; null for what has no like, or did not come along. */
function translate(path: string, found: Found, post: Resolve['post']): string | null {
  const [, threadId, number = '1'] = THREAD.exec(path) ?? []
  if (threadId !== undefined) return post(threadId, Number(number))
  const [, postId] = POST.exec(path) ?? []
  const place = postId === undefined ? undefined : found.post(postId)
  if (place) return post(place.threadId, place.number)
  const [, name] = MEMBER.exec(path) ?? []
  const member = name === undefined ? undefined : found.member(nameKey(decoded(name)))
  if (member !== undefined) return `/m/${encodeURIComponent(member)}`
  const [, categoryId] = CATEGORY.exec(path) ?? []
  const category = categoryId === undefined ? undefined : found.category(categoryId)
  if (category !== undefined) return `/c/${category}`
  const [, tagName] = TAG.exec(path) ?? []
  const tag = tagName === undefined ? undefined : found.tag(decoded(tagName))
  return tag === undefined ? null : `/tags/${encodeURIComponent(tag)}`
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
