/** Files into the composer: chosen, dropped or pasted. What sends them is loaded with the first one. */
import { make } from '../lib/nodes.ts'
import type { ComposerForm } from './form.ts'
import type { Uploads } from './uploads.ts'

export type Files = { take(files: readonly File[]): void; readonly busy: boolean }

export function startFiles(form: ComposerForm): Files {
  const hint = form.element.querySelector<HTMLElement>('[data-files]')
  const { accept = '', pictureMegabytes = '0', fileMegabytes = '0' } = hint?.dataset ?? {}
  let uploads: Uploads | null = null
  const files = {
    take: (chosen: readonly File[]) => {
      import('./uploads.ts')
        .then(({ Uploads }) => {
          uploads ??= new Uploads(form, { picture: Number(pictureMegabytes), file: Number(fileMegabytes) })
          uploads.take(chosen)
        })
        .catch(() => location.assign('/uploads/new'))
    },
    get busy() {
      return uploads?.busy ?? false
    },
  }

  // Kept for as long as the composer: one that nobody holds may be collected while its chooser is open.
  const input = make('input', { type: 'file', multiple: true, accept })
  input.addEventListener('change', () => {
    files.take([...(input.files ?? [])])
    // The same file may be chosen again.
    input.value = ''
  })
  const choose = () => input.click()
  hint?.querySelector('a')?.addEventListener('click', event => {
    event.preventDefault()
    choose()
  })
  form.element.querySelector('[data-md-button="own-file"]')?.addEventListener('click', choose)

  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  const over = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    form.element.classList.add('dropping')
  }
  form.element.addEventListener('dragover', over)
  form.element.addEventListener('dragleave', () => form.element.classList.remove('dropping'))
  form.element.addEventListener('drop', event => {
    form.element.classList.remove('dropping')
    if (!carriesFiles(event)) return
    event.preventDefault()
    files.take([...(event.dataTransfer?.files ?? [])])
  })
  return files
}
