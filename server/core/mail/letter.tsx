/**
 * What a mail says, said once and rendered twice: as text and as HTML. Only whole messages and links that we built
 * ourselves go in; a name that a member chose goes through `plainName` first.
 */
import type { ComponentChildren } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Locale } from '../i18n.ts'

export type Letter = {
  readonly locale: Locale
  /** The community's name: sender, heading and signature. */
  readonly community: string
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** The one thing to do, as a button and as an address to copy. */
  readonly action?: { readonly label: string; readonly url: string }
  /** Colours of the button as mail programs know them, `#rrggbb`; quiet green unless given. */
  readonly button?: ButtonColours
  /** In small print below: why this came. */
  readonly reason: string
}

export type ButtonColours = { readonly ground: string; readonly letters: string }

export type RenderedLetter = { readonly subject: string; readonly text: string; readonly html: string }

/** Both forms of a letter. */
export function render(letter: Letter): RenderedLetter {
  const { community, subject, paragraphs, action, reason } = letter
  const parts = [...paragraphs, ...(action ? [`${action.label}\n${action.url}`] : []), `-- \n${community}\n${reason}`]
  return {
    subject: oneLine(subject),
    text: `${parts.join('\n\n')}\n`,
    html: `<!doctype html>${renderToString(<LetterPage {...letter} />)}`,
  }
}

/**
 * A name as plain text. Mail programs turn whatever looks like an address into a link, so a member named
 * `win.example.com` would have us send that link: a word joiner after each sign that makes one prevents it, unseen.
 */
export const plainName = (name: string): string => oneLine(name).replace(/[.:/@]/g, '$&\u2060')

const oneLine = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif'
const INK = 'color:#2b2a27'

function LetterPage({ locale, community, subject, paragraphs, action, button = GREEN, reason }: Letter) {
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{subject}</title>
      </head>
      <body style={`margin:0;padding:24px;background:#f4f2ee;${FONT};${INK};font-size:16px;line-height:1.55`}>
        <div style="max-width:560px;margin:0 auto;padding:28px;background:#ffffff;border-radius:9px">
          <p style="margin:0 0 20px;font-size:14px;font-weight:600;color:#5b5952">{community}</p>
          {paragraphs.map(text => (
            <Paragraph>{text}</Paragraph>
          ))}
          {action && (
            <>
              <Paragraph>
                <a href={action.url} style={`${BUTTON};background:${button.ground};color:${button.letters}`}>
                  {action.label}
                </a>
              </Paragraph>
              <p style="margin:0 0 16px;font-size:14px;color:#5b5952;word-break:break-all">{action.url}</p>
            </>
          )}
          <p style="margin:24px 0 0;font-size:13px;color:#5b5952">{reason}</p>
        </div>
      </body>
    </html>
  )
}

const BUTTON = 'display:inline-block;padding:10px 18px;border-radius:9px;text-decoration:none'
const GREEN: ButtonColours = { ground: '#1f5f57', letters: '#ffffff' }

const Paragraph = ({ children }: { children: ComponentChildren }) => (
  <p style="margin:0 0 16px;white-space:pre-line">{children}</p>
)
