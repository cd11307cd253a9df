import { Worker, type WorkerOptions } from 'node:worker_threads'

/**
 * Starts a thread of this program: built, the file `<name>.js`, which lies beside all others; from the sources, as the
 * tests run them, the file `source`.
 */
export function startThread(name: string, source: URL, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, import.meta.url), options)
  // On Node 20 tsx does not reach a worker's first file by itself.
  const file = JSON.stringify(source.href)
  const script = `import('tsx/esm/api').then(tsx => { tsx.register(); return import(${file}) })`
  return new Worker(script, { ...options, eval: true })
}
