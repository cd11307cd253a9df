/** What a group may in a category, in one word; and whether the category says so of the group itself. */
import { GROUP } from '../core/actor.ts'
import { covered } from './audience.ts'
import type { Category, Right } from './tree.ts'

/** From nothing to all; `createOnly` begins threads and does not reply in others'. */
export type Level = 'none' | 'see' | 'reply' | 'createOnly' | 'create' | 'moderate'

export type Standing = {
  readonly level: Level
  /** The id of another group whose members its own all are, if the right comes by way of that; the group's own otherwise. */
  readonly by: number
}

/** Where a group stands in a category. Administrators may all, whatever was given to whom. */
export function standingOf({ rights }: Pick<Category, 'rights'>, group: number): Standing {
  if (group === GROUP.administrators) return { level: 'moderate', by: group }
  /** The group by which it has the right: itself before any other. */
  const holder = (right: Right) =>
    rights[right].has(group) ? group : [...rights[right]].find(other => covered(group, [other]))
  const [see, reply, create, moderate] = [holder('see'), holder('reply'), holder('create'), holder('moderate')]
  if (moderate !== undefined) return { level: 'moderate', by: moderate }
  if (see === undefined) return { level: 'none', by: group }
  if (create !== undefined) return { level: reply === undefined ? 'createOnly' : 'create', by: create }
  if (reply !== undefined) return { level: 'reply', by: reply }
  return { level: 'see', by: see }
}
