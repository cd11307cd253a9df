/** The first hour: one form in three parts, then the doors are open. */
import { FormErrors, type FormProps, RadioField, SelectField, Submit, TextField } from '../site/controls.tsx'
import { LANGUAGE_NAMES } from '../site/footer.tsx'
import { HueField } from '../site/hue-field.tsx'
import { Drawing, Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'

const CATEGORIES = ['category1', 'category2', 'category3'] as const

type SetupPageProps = FormProps & {
  /** The secret of the one-time link. */
  readonly setupKey: string
}

/** `POST /setup` with `key` and all of the fields below; an emptied category is left out. */
export function SetupPage({ page, form, setupKey }: SetupPageProps) {
  const { t } = page
  const labels = {
    name: t('setup.name'),
    email: t('auth.email'),
    password: t('auth.password'),
    siteName: t('setup.siteName'),
    tagline: t('setup.tagline'),
    locale: t('setup.locale'),
    hue: t('hue.label'),
    readers: t('setup.readers'),
    category1: t('setup.category', { number: 1 }),
    category2: t('setup.category', { number: 2 }),
    category3: t('setup.category', { number: 3 }),
  }
  const filled = { ...form, values: { ...beginning(page), ...form.values } }
  const common = { page, form: filled }
  return (
    <Layout page={page} title={t('setup.title')} indexed={false} frame="bare">
      <div class="fold">
        <span class="brand">
          <Drawing page={page} name="logo" />
          <span>Guildhall</span>
        </span>
      </div>
      <div class="sheet pad two lead fold">
        <Steps page={page} />
        <form class="stack sections" method="post" action="/setup" data-behavior="busy-submit">
          <header class="stack tight">
            <h1>{t('setup.title')}</h1>
            <p class="soft-ink">{t('setup.help')}</p>
          </header>
          <FormErrors {...common} labels={labels} />
          <input type="hidden" name="key" value={setupKey} />
          <section class="stack" id="you" aria-labelledby="you-title">
            <h2 id="you-title">{t('setup.you')}</h2>
            <TextField
              {...common}
              name="name"
              label={labels.name}
              hint={t('setup.nameHint')}
              autocomplete="username"
              maxLength={30}
            />
            <TextField
              {...common}
              name="email"
              type="email"
              label={labels.email}
              autocomplete="email"
              maxLength={254}
            />
            <TextField
              {...common}
              name="password"
              type="password"
              label={labels.password}
              hint={t('setup.passwordHint')}
              autocomplete="new-password"
            />
          </section>
          <section class="stack" id="community" aria-labelledby="community-title">
            <h2 id="community-title">{t('setup.community')}</h2>
            <TextField {...common} name="siteName" label={labels.siteName} autocomplete="organization" maxLength={60} />
            <TextField
              {...common}
              name="tagline"
              label={labels.tagline}
              hint={t('setup.taglineHint')}
              maxLength={160}
              required={false}
              optional={true}
            />
            <SelectField
              {...common}
              name="locale"
              label={labels.locale}
              hint={t('setup.localeHint')}
              options={Object.entries(LANGUAGE_NAMES).map(([value, label]) => ({ value, label }))}
            />
            <HueField {...common} name="hue" label={labels.hue} hint={t('hue.hint')} />
            <RadioField
              {...common}
              name="readers"
              legend={labels.readers}
              options={[
                { value: 'everyone', label: t('setup.everyone'), help: t('setup.everyoneHelp') },
                { value: 'members', label: t('setup.members'), help: t('setup.membersHelp') },
              ]}
            />
          </section>
          <section class="stack" id="rooms" aria-labelledby="rooms-title">
            <h2 id="rooms-title">{t('setup.rooms')}</h2>
            <p class="soft-ink">{t('setup.roomsHelp')}</p>
            {CATEGORIES.map(name => (
              <TextField key={name} {...common} name={name} label={labels[name]} maxLength={60} required={false} />
            ))}
          </section>
          <div class="row">
            <Submit class="btn fill end" busy={t('setup.busy')}>
              {t('setup.open')}
              <Icon page={page} name="arrow-right" class="flip" />
            </Submit>
          </div>
        </form>
      </div>
    </Layout>
  )
}

/** What stands in the form before anything was typed. */
function beginning({ t, locale }: PageContext): Readonly<Record<string, string>> {
  return {
    locale,
    hue: '172',
    readers: 'everyone',
    category1: t('setup.starter.1'),
    category2: t('setup.starter.2'),
    category3: t('setup.starter.3'),
  }
}

function Steps({ page }: { readonly page: PageContext }) {
  const { t } = page
  const steps = [
    { href: '#you', title: t('setup.you'), help: t('setup.youStep') },
    { href: '#community', title: t('setup.community'), help: t('setup.communityStep') },
    { href: '#rooms', title: t('setup.rooms'), help: t('setup.roomsStep') },
  ]
  return (
    <nav aria-label={t('setup.steps')} class="wide">
      <ol class="steps">
        {steps.map(({ href, title, help }, index) => (
          <li key={href}>
            <span class="pin" aria-hidden="true">
              {index + 1}
            </span>
            <a href={href}>
              <b>{title}</b>
              <br />
              <span class="s quiet">{help}</span>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** The link is wrong, or somebody mistyped it. */
export function SetupMissingPage({ page }: { readonly page: PageContext }) {
  const { t } = page
  return (
    <Layout page={page} title={t('setup.missingTitle')} indexed={false} frame="bare">
      <div class="empty">
        <Drawing page={page} name="art-door" class="art" />
        <h1>{t('setup.missingTitle')}</h1>
        <p class="l">{t('setup.missing')}</p>
      </div>
    </Layout>
  )
}

/** Every page until the community has an administrator. */
export function SetupWaitingPage({ page }: { readonly page: PageContext }) {
  const { t } = page
  return (
    <Layout page={page} title={t('setup.waitingTitle')} indexed={false} frame="bare">
      <div class="empty">
        <Drawing page={page} name="art-door" class="art" />
        <h1>{t('setup.waitingTitle')}</h1>
        <p class="l">{t('setup.waiting')}</p>
      </div>
    </Layout>
  )
}
