/** Paths of one part that a plugin has to itself: found taken when the application is built, whoever has them. */
import type { FastifyInstance } from 'fastify'
import type { Feature } from '../feature.ts'

class Taken extends Error {
  constructor(path: string, by: string) {
    super(`${path} belongs to ${by}`)
  }
}

const firstPart = (url: string): string => `/${url.split('/')[1] ?? ''}`

export class Claims {
  private owner = ''
  private readonly owners = new Map<string, Set<string>>()

  /** @param app whose routes are noted from now on */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url }) => {
      const path = firstPart(url)
      this.owners.set(path, (this.owners.get(path) ?? new Set()).add(this.owner))
    })
  }

  /** What is added next belongs to this feature. */
  now(feature: Feature): void {
    this.owner = feature.id
  }

  /** To be called when all routes are there. @throws Taken where somebody else has a route under what one claims */
  check(features: readonly Feature[]): void {
    const claimed = new Map<string, string>()
    for (const { id, claims = [] } of features) {
      for (const path of claims) {
        const other = claimed.get(path) ?? [...(this.owners.get(path) ?? [])].find(owner => owner !== id)
        if (other !== undefined) throw new Taken(path, other)
        claimed.set(path, id)
      }
    }
  }
}
