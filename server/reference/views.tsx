import { Layout } from '../site/layout.tsx'
import type { PageContext } from '../site/page.ts'
import type { Body, Field, Operation } from './operations.ts'

type ReferenceProps = { readonly page: PageContext; readonly operations: readonly Operation[] }

/** All operations, by what they are about. The document is in English, whatever the page around it. */
export function ReferencePage({ page, operations }: ReferenceProps) {
  const { t } = page
  const tags = [...new Set(operations.map(({ tag }) => tag))]
  return (
    <Layout page={page} title={t('api.title')} indexed={false}>
      <header class="stack">
        <h1>{t('api.title')}</h1>
        <p class="soft-ink">{t('api.intro')}</p>
        <p class="row">
          <a class="btn sm" href="/api/v1/openapi.json">
            {t('api.document')}
          </a>
          <a class="btn sm" href="/settings/tokens">
            {t('api.tokens')}
          </a>
        </p>
      </header>
      {tags.map(tag => (
        <div key={tag} class="sheet pad stack">
          <h2 id={`tag-${tag}`} lang="en">
            {tag}
          </h2>
          <section class="scroll" tabindex={0} aria-labelledby={`tag-${tag}`}>
            <table class="table stacks">
              <thead>
                <tr>
                  <th scope="col">{t('api.request')}</th>
                  <th scope="col">{t('api.does')}</th>
                </tr>
              </thead>
              <tbody>
                {operations
                  .filter(one => one.tag === tag)
                  .map(({ id, method, path, summary }) => (
                    <tr key={id}>
                      <td>
                        <code class="mono">{`${method} ${path.replace('/api/v1', '')}`}</code>
                      </td>
                      <td lang="en">
                        <a href={`/api/${id}`}>{summary}</a>
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </section>
        </div>
      ))}
    </Layout>
  )
}

type OperationProps = { readonly page: PageContext; readonly operation: Operation }

export function OperationPage({ page, operation }: OperationProps) {
  const { t } = page
  const { method, path, summary, parameters, body, answers } = operation
  return (
    <Layout page={page} title={`${method} ${path}`} indexed={false} current="/api">
      <nav aria-label={t('nav.crumbs')}>
        <ol class="crumbs">
          <li>
            <a href="/api">{t('api.title')}</a>
          </li>
          <li aria-current="page">
            <code class="mono">{operation.id}</code>
          </li>
        </ol>
      </nav>
      <header class="stack">
        <h1 lang="en">{summary}</h1>
        <p>
          <code class="mono">{`${method} ${path}`}</code>
        </p>
      </header>
      <Sample title={t('api.call')} text={callOf(page.origin, operation)} />
      {parameters.length > 0 && (
        <section class="sheet pad stack">
          <h2>{t('api.parameters')}</h2>
          <Fields page={page} caption={t('api.parameters')} fields={parameters} asked />
        </section>
      )}
      {body && <BodyPart page={page} title={t('api.body')} body={body} asked />}
      {answers.map(({ status, description, body }) => (
        <BodyPart key={status} page={page} title={`${status} · ${description}`} language="en" body={body} />
      ))}
    </Layout>
  )
}

type BodyPartProps = {
  readonly page: PageContext
  readonly title: string
  readonly language?: string
  readonly body: Body | null
  /** Whether it is sent, and so may lack something. */
  readonly asked?: boolean
}

const BodyPart = ({ page, title, language, body, asked = false }: BodyPartProps) => (
  <section class="sheet pad stack">
    <h2 lang={language}>{title}</h2>
    {body && body.fields.length > 0 && <Fields page={page} caption={title} fields={body.fields} asked={asked} />}
    {body?.example !== undefined && (
      <Sample title={page.t('api.example')} text={JSON.stringify(body.example, null, 2)} />
    )}
  </section>
)

const Sample = ({ title, text }: { readonly title: string; readonly text: string }) => (
  <figure class="prose" aria-label={title}>
    <pre tabindex={0}>
      <code>{text}</code>
    </pre>
  </figure>
)

type FieldsProps = Pick<BodyPartProps, 'page' | 'asked'> & {
  readonly caption: string
  readonly fields: readonly Field[]
}

const Fields = ({ page, caption, fields, asked }: FieldsProps) => (
  <section class="scroll" tabindex={0} aria-label={caption}>
    <table class="table stacks">
      <thead>
        <tr>
          <th scope="col">{page.t('api.field')}</th>
          <th scope="col">{page.t('api.type')}</th>
          <th scope="col">{page.t('api.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ path, type, required, description }) => (
          <tr key={path}>
            <th scope="row">
              <code class="mono">{path}</code>
            </th>
            <td>
              <code class="mono">{type}</code>
            </td>
            <td>
              {asked && required && <span class="chip">{page.t('api.required')}</span>}{' '}
              <span lang="en">{description}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** The operation as one types it into a terminal. */
function callOf(origin: string, { method, path, body }: Operation): string {
  const lines = [`curl -X ${method} ${origin}${path}`, "-H 'Authorization: Bearer gh_…'"]
  if (body?.type === 'application/json') {
    lines.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`)
  } else if (body) lines.push('-F file=@picture.jpg')
  return lines.join(' \\\n  ')
}
