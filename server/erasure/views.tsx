/** Saying good-bye: what happens, before it does. */
import { FormErrors, type FormProps, RadioField, Submit, TextField } from '../site/controls.tsx'
import { Gate } from '../site/gate.tsx'
import { Icon } from '../site/icon.tsx'
import type { PageContext } from '../site/page.ts'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'
import type { postsPolicy } from './service.ts'

type ErasePageProps = FormProps & { readonly policy: ReturnType<typeof postsPolicy>; readonly days: number }

/** `POST /settings/erase` with `password` and, where members choose, `posts`. */
export function ErasePage({ page, form, policy, days }: ErasePageProps) {
  const { t } = page
  const labels = { password: t('account.confirmPassword'), posts: t('erasure.posts') }
  return (
    <SettingsFrame page={page} current="/settings/data">
      <form class="sheet pad stack loose" method="post" action="/settings/erase" data-behavior="busy-submit">
        <h2>{t('erasure.title')}</h2>
        <FormErrors page={page} form={form} labels={labels} />
        <p>{t('erasure.goes')}</p>
        <p>
          {t(policy.chooses ? 'erasure.threads' : policy.otherwise === 'keep' ? 'erasure.kept' : 'erasure.removed')}
        </p>
        <p class="note" data-tone="warn">
          <Icon page={page} name="triangle-alert" />
          <span class="grow">{t('erasure.when', { days })}</span>
        </p>
        {policy.chooses && <PostsField page={page} form={form} />}
        <div class="narrow">
          <TextField
            page={page}
            form={form}
            name="password"
            type="password"
            label={labels.password}
            autocomplete="current-password"
          />
        </div>
        <div class="row">
          <a class="btn ghost end" href="/settings/data">
            {t('form.keep')}
          </a>
          <Submit tone="bad" busy={t('form.deleting')}>
            <Icon page={page} name="trash-2" />
            {t('erasure.act')}
          </Submit>
        </div>
      </form>
    </SettingsFrame>
  )
}

/** What becomes of the posts. */
export function PostsField({ page, form, scope }: FormProps) {
  const { t } = page
  return (
    <RadioField
      page={page}
      form={form}
      scope={scope}
      name="posts"
      legend={t('erasure.posts')}
      options={[
        { value: 'keep', label: t('erasure.keep'), help: t('erasure.keepHelp') },
        { value: 'remove', label: t('erasure.remove'), help: t('erasure.removeHelp') },
      ]}
    />
  )
}

type GoodbyeProps = { readonly page: PageContext /** Null: at once. */; readonly dueAt: Date | null }

export function GoodbyePage({ page, dueAt }: GoodbyeProps) {
  const { t } = page
  return (
    <Gate page={page} title={t('erasure.goodbye')} art="art-door">
      {dueAt ? (
        <>
          <p>
            {t('erasure.until')} <Time page={page} at={dueAt} />
          </p>
          <p class="s">
            <a href="/sign-in">{t('erasure.stay')}</a>
          </p>
        </>
      ) : (
        <p>{t('erasure.now')}</p>
      )}
      <p class="s">
        <a href="/">{t('error.home', { site: page.site.name })}</a>
      </p>
    </Gate>
  )
}
