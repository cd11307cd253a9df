import type { DatabaseTarget } from '../db.ts'
import type { Env } from '../env.ts'
import type { Valkey } from '../valkey.ts'
import { type Bus, LOCAL_BUS } from './bus.ts'
import { PostgresBus } from './postgres.ts'
import { ValkeyBus } from './valkey.ts'

/** The bus for this process. On a database of the operator's there may be others, on other machines. */
export function openBus({ workers, databaseUrl }: Env, target: DatabaseTarget, valkey: Valkey | null): Bus {
  if (valkey) return new ValkeyBus(valkey)
  return workers > 1 || databaseUrl !== null ? new PostgresBus(target) : LOCAL_BUS
}
