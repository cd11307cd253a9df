/** Whether a request is a person who opens a page, as far as its headers say. */
import type { FastifyRequest } from 'fastify'

/** Every browser of people calls itself Mozilla; these do so, too, or say that nobody looks. */
const PROGRAMS = /bot|crawl|spider|slurp|preview|lighthouse|headless|facebookexternalhit|monitor|scrapy/i

/** A page that is opened by somebody. */
export type Opening = {
  readonly params: Readonly<Record<string, unknown>>
  /** The path of our own page that led here; null when none did, or the browser does not say. */
  readonly from: string | null
}

/** What is opened; null for what a page fetches for itself or ahead, and for programs that say that they are some. */
export function openingOf({ method, headers, params }: FastifyRequest, origin: string): Opening | null {
  const mode = headers['sec-fetch-mode']
  const ahead = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz']
  const agent = headers['user-agent'] ?? ''
  if (method !== 'GET' || (mode !== undefined && mode !== 'navigate') || ahead !== undefined) return null
  if (!agent.startsWith('Mozilla/') || PROGRAMS.test(agent)) return null
  const { referer = '' } = headers
  const from = referer.startsWith(`${origin}/`) ? referer.slice(origin.length) : null
  return { params: { ...Object(params) }, from }
}
