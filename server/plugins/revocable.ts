/** A connection that stops working when the call that it was handed to has ended: a plugin that writes later writes nothing. */
import type { Db } from '../core/db.ts'
import type { Call } from './call.ts'
import { holding } from './holding.ts'

/** What a plugin does with what it was given, after the call that it was given for. */
class CallEnded extends Error {
  constructor() {
    super('what was handed to a plugin for one call was used after it had ended')
  }
}

/** The same database for as long as the call lasts, in its transactions too. */
export const revocable = (db: Db, call: Call): Db =>
  new Proxy(db, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver)
      if (name === 'session' && isObject(value)) return revocableSession(value, call)
      if (name === 'transaction' && typeof value === 'function') {
        return (work: (db: Db) => unknown, ...options: unknown[]) => {
          refuseEnded(call)
          return holding(call, () =>
            Reflect.apply(value, target, [(inner: Db) => work(revocable(inner, call)), ...options]),
          )
        }
      }
      return name === '_' ? undefined : value
    },
  })

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Drizzle sends every statement through its session. */
function revocableSession(session: object, call: Call): object {
  return new Proxy(session, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        refuseEnded(call)
        const made: unknown = Reflect.apply(value, target, given)
        return name === 'prepareQuery' && isObject(made) ? revocableQuery(made, call) : made
      }
    },
  })
}

/** A statement may be put together in time and sent too late. */
function revocableQuery(query: object, call: Call): object {
  return new Proxy(query, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) => {
        refuseEnded(call)
        return Reflect.apply(value, target, given)
      }
    },
  })
}

/** @throws CallEnded */
export function refuseEnded(call: Call): void {
  if (call.ended) throw new CallEnded()
}
