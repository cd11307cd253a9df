/** Pages on which a file is sent without scripts, and on which members see what they have sent. */
import { FileField, FormErrors, type FormProps, Submit } from '../site/controls.tsx'
import { Icon } from '../site/icon.tsx'
import { Layout } from '../site/layout.tsx'
import { Notice } from '../site/notice.tsx'
import type { PageContext } from '../site/page.ts'
import { ListPager } from '../site/pagination.tsx'
import { SettingsFrame } from '../site/settings-frame.tsx'
import { Time } from '../site/time.tsx'
import { KINDS, type KindName } from './kinds.ts'
import { markdownOf, sizePath, uploadPath } from './paths.ts'
import type { ShowingPost, UploadRow } from './queries.ts'
import { MEGABYTE } from './settings.ts'

/** What all of one member's files take, and may take. */
type Space = { readonly used: number; readonly megabytes: number | null }

type NewUploadProps = FormProps & {
  /** What was sent just now. */
  readonly upload: UploadRow | null
  readonly allowed: readonly KindName[]
  readonly limits: { readonly pictureMegabytes: number; readonly fileMegabytes: number }
  readonly space: Space
}

/** `POST /uploads`, a form with a `file`. */
export function NewUploadPage({ page, form, upload, allowed, limits, space }: NewUploadProps) {
  const { t } = page
  const label = t('upload.file')
  const onlyPictures = !allowed.some(kind => !KINDS[kind].picture)
  const kinds = allowed.join(', ').toUpperCase()
  return (
    <Layout page={page} title={t('upload.new')} indexed={false}>
      <h1>{t('upload.new')}</h1>
      {upload && <Made page={page} upload={upload} />}
      <form
        class="sheet pad stack"
        method="post"
        action="/uploads"
        enctype="multipart/form-data"
        data-behavior="busy-submit"
      >
        <FormErrors page={page} form={form} labels={{ file: label }} />
        <FileField
          page={page}
          form={form}
          name="file"
          label={label}
          hint={t(onlyPictures ? 'upload.hintPictures' : 'upload.hint', { ...limits, kinds })}
          accept={allowed.map(kind => `.${kind}`).join(',')}
        />
        <div>
          <Submit busy={t('form.sending')}>{t('upload.send')}</Submit>
        </div>
        <SpaceUsed page={page} space={space} />
      </form>
      <p>
        <a href="/settings/uploads">{t('upload.all')}</a>
      </p>
    </Layout>
  )
}

/** What to write to show it, and how it looks. */
function Made({ page, upload }: { readonly page: PageContext; readonly upload: UploadRow }) {
  const { t } = page
  const picture = upload.width !== null
  return (
    <section class="sheet pad stack" aria-label={upload.name}>
      <Notice page={page}>{t('upload.made', { name: upload.name })}</Notice>
      {picture && <Preview upload={upload} class="sent" />}
      <label class="field">
        <span class="lbl">{t('upload.markdown')}</span>
        <input class="in mono" type="text" readonly={true} value={markdownOf(upload)} aria-describedby="made-hint" />
      </label>
      <p class="hint" id="made-hint">
        {t(picture ? 'upload.markdownPicture' : 'upload.markdownFile')}
      </p>
    </section>
  )
}

/** The smallest of a picture's sizes. Its name stands beside it. */
function Preview({ upload, class: kind }: { readonly upload: UploadRow; readonly class: string }) {
  const [small] = upload.variants
  const { width, height } = small ?? upload
  return (
    <img
      class={kind}
      src={small ? sizePath(upload.key, small) : uploadPath(upload)}
      width={width ?? undefined}
      height={height ?? undefined}
      alt=""
      loading="lazy"
      decoding="async"
    />
  )
}

function SpaceUsed({ page, space: { used, megabytes } }: { readonly page: PageContext; readonly space: Space }) {
  const { t } = page
  const usedMegabytes = Math.round((used / MEGABYTE) * 10) / 10
  if (megabytes === null) return <p class="hint">{t('upload.usedOnly', { used: usedMegabytes })}</p>
  const words = t('upload.used', { used: usedMegabytes, allowed: megabytes })
  return (
    <div class="stack tight">
      <span class="hint" id="space-used">
        {words}
      </span>
      <progress
        value={Math.min(used, megabytes * MEGABYTE)}
        max={Math.max(1, megabytes * MEGABYTE)}
        aria-labelledby="space-used"
      />
    </div>
  )
}

type Used = { readonly upload: UploadRow; readonly post: ShowingPost | null; readonly drafted: boolean }

type MyUploadsProps = FormProps & {
  readonly uploads: readonly Used[]
  readonly space: Space
  readonly nextCursor: string | null
  readonly firstPage: boolean
  readonly deleted: boolean
}

/** What a member has sent: `POST /uploads/:id/delete`. */
export function MyUploadsPage({ page, form, uploads, space, nextCursor, firstPage, deleted }: MyUploadsProps) {
  const { t } = page
  return (
    <SettingsFrame page={page} current="/settings/uploads">
      {deleted && <Notice page={page}>{t('upload.deleted')}</Notice>}
      <FormErrors page={page} form={form} labels={{}} />
      <div class="split">
        <SpaceUsed page={page} space={space} />
        <a class="btn" href="/uploads/new">
          <Icon page={page} name="upload" />
          {t('upload.new')}
        </a>
      </div>
      {uploads.length === 0 ? (
        <p class="soft-ink">{t('upload.none')}</p>
      ) : (
        <section class="sheet" aria-label={t('settings.uploads')}>
          <ul class="ledger">
            {uploads.map(one => (
              <Row key={one.upload.id} page={page} {...one} />
            ))}
          </ul>
        </section>
      )}
      <ListPager page={page} path="/settings/uploads" nextCursor={nextCursor} firstPage={firstPage} kind="list" />
    </SettingsFrame>
  )
}

function Row({ page, upload, post, drafted }: Used & { readonly page: PageContext }) {
  const { t } = page
  const { id, name, bytes, width, height, createdAt } = upload
  return (
    <li>
      {width === null ? (
        <span class="swatch lg" data-tone="stone">
          <Icon page={page} name="file" />
        </span>
      ) : (
        <Preview upload={upload} class="thumb" />
      )}
      <div class="stack">
        <a class="t" href={uploadPath(upload)}>
          {name}
        </a>
        <p class="meta">
          <span>{t('upload.size', { kilobytes: Math.max(1, Math.round(bytes / 1024)) })}</span>
          {width !== null && height !== null && <span>{t('upload.pixels', { width, height })}</span>}
          <Time page={page} at={createdAt} style="date" />
          {post ? (
            <a href={`/t/${post.threadId}/${post.slug || '-'}/${post.number}`}>{t('upload.inPost')}</a>
          ) : (
            <span>{t(drafted ? 'upload.inDraft' : 'upload.unused')}</span>
          )}
        </p>
      </div>
      {!post && (
        <form class="last" method="post" action={`/uploads/${id}/delete`} data-behavior="busy-submit">
          <button class="btn sm" type="submit" aria-label={t('upload.deleteNamed', { name })}>
            {t('upload.delete')}
          </button>
        </form>
      )}
    </li>
  )
}
