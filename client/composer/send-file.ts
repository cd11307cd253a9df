/** Sends one file and tells how far it is, which `fetch` cannot. */

type Answer =
  | { readonly kind: 'sent'; readonly markdown: string }
  | { readonly kind: 'stopped' }
  /** `forGood`: it would be refused again. */
  | { readonly kind: 'failed'; readonly detail: string; readonly forGood: boolean }

type Following = { readonly stop: AbortSignal; progress(part: number): void }

export function sendFile(file: File, { stop, progress }: Following): Promise<Answer> {
  return new Promise(resolve => {
    const request = new XMLHttpRequest()
    const body = new FormData()
    body.append('file', file, file.name)
    request.open('POST', '/api/v1/uploads')
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) progress(loaded / total)
    })
    request.addEventListener('load', () => {
      const said = request.response
      const { status } = request
      if (status === 201) return resolve({ kind: 'sent', markdown: String(said?.markdown ?? '') })
      const detail = String(said?.errors?.[0]?.message ?? said?.detail ?? '')
      resolve({ kind: 'failed', detail, forGood: status < 500 && status !== 429 && status !== 401 })
    })
    request.addEventListener('error', () => resolve({ kind: 'failed', detail: '', forGood: false }))
    request.addEventListener('abort', () => resolve({ kind: 'stopped' }))
    stop.addEventListener('abort', () => request.abort())
    if (stop.aborted) resolve({ kind: 'stopped' })
    else request.send(body)
  })
}
