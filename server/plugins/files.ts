/** What plugins send to browsers: their scripts and styles, under names that hold the hash of what is in them. */
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { NotFound } from '../core/errors.ts'
import type { PluginSet } from './load.ts'

const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const

export type ClientFiles = { readonly scripts: readonly string[]; readonly styles: readonly string[] }

/** Addresses of all that the plugins of a set bring. */
export function clientFiles({ loaded }: PluginSet): ClientFiles {
  const at = (id: string, file: string | null) => (file === null ? [] : [`/plugin-assets/${id}/${file}`])
  return {
    scripts: loaded.flatMap(({ state, bundle }) => at(state.id, bundle.script)),
    styles: loaded.flatMap(({ state, bundle }) => at(state.id, bundle.style)),
  }
}

export function serveClientFiles(scope: FastifyInstance, { loaded }: PluginSet): void {
  scope.get<{ Params: { id: string; file: string } }>(
    '/plugin-assets/:id/:file',
    { schema: { hide: true }, config: { budget: 0 } },
    async ({ params: { id, file } }, reply) => {
      const bundle = loaded.find(({ state }) => state.id === id)?.bundle
      if (!bundle || (file !== bundle.script && file !== bundle.style)) throw new NotFound()
      return reply
        .header('content-type', file === bundle.script ? TYPES.js : TYPES.css)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(createReadStream(join(bundle.folder, file)))
    },
  )
}
