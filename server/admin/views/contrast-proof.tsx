import { Icon } from '../../site/icon.tsx'
import type { PageContext } from '../../site/page.ts'
import { mostVivid, type Proof, proofOf, type Tint } from '../../site/palette.ts'

type ContrastProofProps = { readonly page: PageContext; readonly tint: Tint }

/** What a palette's contrast comes to, pair by pair; `data-verdict` is said where it changes under the hand. */
export function ContrastProof({ page, tint }: ContrastProofProps) {
  const { t } = page
  const proofs = proofOf(tint)
  const failing = proofs.filter(one => !one.passes).length
  const verdict = t('appearance.verdict', { failing })
  return (
    <section class="sheet pad stack" id="contrast" aria-labelledby="contrast-title" data-verdict={verdict}>
      <div class="split">
        <h2 id="contrast-title">{t('appearance.contrast')}</h2>
        <span class="chip" data-tone={failing > 0 ? 'bad' : 'ok'}>
          <Icon page={page} name={failing > 0 ? 'circle-alert' : 'check'} />
          {verdict}
        </span>
      </div>
      {failing > 0 && (
        <p class="err" data-tone="bad">
          <Icon page={page} name="circle-alert" class="sm" />
          {t('appearance.error.contrast', { most: mostVivid(tint), hue: tint.hue })}
        </p>
      )}
      <section class="scroll" tabindex={0} aria-label={verdict}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t('appearance.pair')}</th>
              <th scope="col" class="r">
                {t('appearance.needs')}
              </th>
              <th scope="col">{t('appearance.light')}</th>
              <th scope="col">{t('appearance.dark')}</th>
            </tr>
          </thead>
          <tbody>
            {proofs.map(proof => (
              <Row key={proof.pair} page={page} proof={proof} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

function Row({ page, proof }: { readonly page: PageContext; readonly proof: Proof }) {
  const { t } = page
  const { pair, needs, light, dark } = proof
  return (
    <tr>
      <th scope="row">{t(`appearance.pair.${pair}`)}</th>
      <td class="r">{t('appearance.ratio', { ratio: needs })}</td>
      {[light, dark].map((ratio, index) => (
        <td key={index} data-tone={ratio < needs ? 'bad' : undefined} class={ratio < needs ? 'err-cell' : undefined}>
          {/* Never rounded up: 4.49 is not 4.5. */}
          {t(ratio < needs ? 'appearance.fails' : 'appearance.passes', { ratio: Math.floor(ratio * 10) / 10 })}
        </td>
      ))}
    </tr>
  )
}
