import type { Look } from '../../site/generated-css.ts'
import { Icon } from '../../site/icon.tsx'
import { Brand } from '../../site/layout.tsx'
import type { PageContext } from '../../site/page.ts'
import type { Theme } from '../../site/palette.ts'

type LookSampleProps = { readonly page: PageContext; readonly look: Look; readonly theme: Theme }

/** A piece of the product by day or by night, to look at and not to use: what it shows the table beside it says. */
export function LookSample({ page, look, theme }: LookSampleProps) {
  const { t } = page
  const id = `sample-${theme}`
  return (
    <figure class="look-sample" data-theme={theme} data-fill={look.brightFill ? 'bright' : 'deep'} aria-labelledby={id}>
      <figcaption id={id} class="s soft-ink">
        {t(`appearance.${theme}`)}
      </figcaption>
      <div class="stack" inert>
        <Brand page={page} />
        <div class="sheet">
          <ul class="ledger tracked">
            <li class="unread">
              <span class="swatch lg" data-tone="fern">
                <Icon page={page} name="messages-square" />
              </span>
              <div class="stack">
                <a class="t" href="/">
                  {t('appearance.sample.title')}
                </a>
                <p class="meta">
                  <span>{t('appearance.sample.meta')}</span>
                  <span class="chip">{t('appearance.sample.new')}</span>
                </p>
              </div>
            </li>
          </ul>
        </div>
        <div class="sheet pad stack">
          <h3>{t('appearance.sample.heading')}</h3>
          <p>
            {t('appearance.sample.text')} <a href="/">{t('appearance.sample.link')}</a>
          </p>
          <p class="quiet s">{t('appearance.sample.quiet')}</p>
          <p class="note">
            <Icon page={page} name="info" />
            <span class="grow">{t('appearance.sample.note')}</span>
          </p>
          <input class="in" type="text" readonly value={t('appearance.sample.typed')} aria-label={t('thread.title')} />
          <div class="row">
            <span class="btn fill">{t('reply.post')}</span>
            <span class="btn soft">{t('post.reply')}</span>
            <span class="btn">{t('form.cancel')}</span>
          </div>
        </div>
      </div>
    </figure>
  )
}
