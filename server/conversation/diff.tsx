/** What changed between two texts. Struck and underlined, so that colour is not needed; said to those who hear it. */
import { fold, type Piece } from '../posts/diff.ts'
import type { PageContext } from '../site/page.ts'

type DiffProps = { readonly page: PageContext; readonly pieces: readonly Piece[] }

/** The pieces in the order of the text; long stretches that both have are folded. */
export function Diff({ page, pieces }: DiffProps) {
  const { t } = page
  return (
    <div class="diff">
      {fold(pieces).map((piece, index) => {
        switch (piece.kind) {
          case 'folded':
            return (
              <details key={index}>
                <summary class="fold-line">{t('diff.unchanged', { count: piece.lines })}</summary>
                {piece.text}
              </details>
            )
          case 'added':
            return (
              <ins key={index} data-tone="ok">
                <span class="vh">{t('diff.added')} </span>
                <Changed text={piece.text} />
                <span class="vh"> {t('diff.end')}</span>
              </ins>
            )
          case 'removed':
            return (
              <del key={index} data-tone="bad">
                <span class="vh">{t('diff.removed')} </span>
                <Changed text={piece.text} />
                <span class="vh"> {t('diff.end')}</span>
              </del>
            )
          default:
            return piece.text
        }
      })}
    </div>
  )
}

/** A line break alone would not be seen. */
const Changed = ({ text }: { readonly text: string }) => <>{/\S/.test(text) ? text : text.replaceAll('\n', '↵\n')}</>
