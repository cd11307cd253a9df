/**
 * A long thread at a glance: a bar for each stretch of numbers, as high as the stretch was lively, and a link for each
 * few of them. Links are as wide as a finger needs; the fields below lead anywhere else.
 */

import { formatSpan } from '../../client/lib/format-time.ts'
import { partsOf } from '../core/parts.ts'
import { stretchesOf } from '../posts/ranges.ts'
import type { Dates } from '../posts/timeline.ts'
import type { PageContext } from '../site/page.ts'
import { Time } from '../site/time.tsx'
import { threadPath } from '../threads/ledger.tsx'
import type { ThreadView } from './thread-props.ts'

/** In a panel of 250 pixels each is 25 wide (WCAG 2.5.8 asks for 24). */
const MOST_LINKS = 10
/** A box of the drawing: width of a bar and its gap, height of all. */
const [BAR, GAP, HEIGHT] = [8, 3, 56]
/** The lowest bar, so that a slow stretch is a bar still. */
const LOWEST = 0.12
/** A stretch written within a minute is as lively as can be. */
const SHORTEST_MS = 60_000

type Bar = {
  readonly from: number
  readonly to: number
  readonly begun: Date
  readonly ended: Date
  readonly height: number
}

type TimelineProps = {
  readonly page: PageContext
  readonly thread: ThreadView
  /** The first number of the page. */
  readonly from: number
  readonly dates: Dates
}

export function Timeline({ page, thread, from, dates }: TimelineProps) {
  const bars = barsOf(thread.lastNumber, dates)
  const each = Math.ceil(bars.length / MOST_LINKS)
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return null
  return (
    <nav class="stack tight" aria-label={page.t('timeline.label')}>
      <ul class="timeline">
        {partsOf(bars, each).map(some => (
          <li key={some[0]?.from}>
            <StretchLink page={page} thread={thread} from={from} bars={some} />
          </li>
        ))}
      </ul>
      <p class="split s quiet">
        <Time page={page} at={first.begun} style="date" />
        <Time page={page} at={last.ended} style="date" />
      </p>
    </nav>
  )
}

type StretchLinkProps = Omit<TimelineProps, 'dates'> & { readonly bars: readonly Bar[] }

function StretchLink({ page, thread, from, bars }: StretchLinkProps) {
  const [first, last] = [bars[0], bars.at(-1)]
  if (!first || !last) return null
  const when = formatSpan(first.begun, last.ended, page.locale)
  const name = page.t('timeline.stretch', { when, from: first.from, to: last.to })
  const here = from >= first.from && from <= last.to
  const width = bars.length * (BAR + GAP)
  return (
    <a href={threadPath(thread, first.from)} title={name} aria-current={here ? 'location' : undefined}>
      <span class="vh">{name}</span>
      <svg viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {bars.map((bar, at) => (
          <rect
            key={bar.from}
            class={from >= bar.from && from <= bar.to ? 'here' : undefined}
            x={at * (BAR + GAP)}
            y={((1 - bar.height) * HEIGHT).toFixed(1)}
            width={BAR}
            height={(bar.height * HEIGHT).toFixed(1)}
          />
        ))}
      </svg>
    </a>
  )
}

/** A stretch without a post in sight begins and ends with the next one. */
function barsOf(lastNumber: number, dates: Dates): Bar[] {
  const stretches = stretchesOf(lastNumber)
  const begun: Date[] = []
  let next = new Date(dates.last ?? 0)
  for (let at = stretches.length - 1; at >= 0; at--) {
    const date = dates.first[at]
    if (date) next = new Date(date)
    begun.unshift(next)
  }
  const ends = [...begun.slice(1), new Date(dates.last ?? 0)]
  const rates = stretches.map(({ from, to }, at) => {
    const lasted = Math.max((ends[at]?.getTime() ?? 0) - (begun[at]?.getTime() ?? 0), SHORTEST_MS)
    return dates.first[at] ? Math.log((to - from + 1) / lasted) : null
  })
  const known = rates.filter(rate => rate !== null)
  const [slowest, fastest] = [Math.min(...known), Math.max(...known)]
  const height = (rate: number | null | undefined) => {
    if (rate === null || rate === undefined) return LOWEST
    // By their logarithm: a day of hundreds of posts would make all others look empty.
    return fastest === slowest ? 0.6 : LOWEST + (1 - LOWEST) * ((rate - slowest) / (fastest - slowest))
  }
  return stretches.flatMap((stretch, at) => {
    const [from, to] = [begun[at], ends[at]]
    return from && to ? [{ ...stretch, begun: from, ended: to, height: height(rates[at]) }] : []
  })
}
