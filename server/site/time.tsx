import { formatTime, type TimeStyle } from '../../client/lib/format-time.ts'
import type { PageContext } from './page.ts'

type TimeProps = { readonly page: PageContext; readonly at: Date; readonly style?: TimeStyle }

/**
 * A moment, written in UTC because the page is the same for all its readers; where scripts run, `local-time` writes it
 * again for the reader's clock.
 */
export const Time = ({ page, at, style = 'datetime' }: TimeProps) => (
  <time dateTime={at.toISOString()} data-behavior="local-time" data-style={style}>
    {formatTime(at, { language: page.locale, style, zone: 'UTC' })}
    {style === 'datetime' && ' UTC'}
  </time>
)
