/** What has to be true of a forum whatever its plugins do. */
import { join } from 'node:path'
import { desc, eq } from 'drizzle-orm'
import type { Test } from 'tap'
import { auditEntries, domainEvents, plugins as table } from '../../db/tables/index.ts'
import type { PluginState } from '../../server/plugins/load.ts'
import * as plugins from '../../server/plugins/service.ts'
import { people } from '../support/people.ts'
import type { Staged } from '../support/staged.ts'
import { until } from '../support/until.ts'

export const bad = (...ids: readonly string[]): string[] => ids.map(id => join(import.meta.dirname, 'bad', id))

/** What administrators are told of a plugin. */
export async function stateOf(app: Staged, id: string): Promise<PluginState | undefined> {
  return plugins.all(await app.ctx(people.ada)).find(one => one.id === id)
}

/** Home is shown; a thread with its opening post is written, shown and answered; every text is as it was typed. */
export async function works(t: Test, app: Staged): Promise<void> {
  const mia = await app.as(people.mia)
  t.equal((await mia.get('/')).status, 200, 'home')
  const { id: category } = await app.make.category()
  const begun = { categoryId: String(category), title: 'A thread all the same', body: 'Typed with care' }
  const thread = (await mia.api('POST', '/threads', begun)).json<{ id: string; post: { body: string } }>()
  t.match(thread, { title: begun.title, post: { body: begun.body } })
  const answer = await mia.post(`/threads/${thread.id}/posts`, { body: 'Answered with care' })
  t.equal(answer.status, 303)
  for (const who of [mia, app.visitor()]) {
    const page = await (await who.get(`/t/${thread.id}`)).follow()
    t.equal(page.status, 200)
    t.match(page.text, 'Typed with care')
    t.match(page.text, 'Answered with care')
  }
}

/** Waits until a plugin was switched off by itself, and looks at what is told of that. */
export async function seenOff(t: Test, app: Staged, id: string, trouble: RegExp): Promise<void> {
  await until(async () => (await stateOf(app, id))?.on === false, `${id} is off`)
  t.match(await stateOf(app, id), { wanted: true, trouble: { key: 'plugins.problem.tripped', values: { trouble } } })
  const { db } = await app.ctx()
  const [row] = await db.select().from(table).where(eq(table.id, id))
  t.match(row, { enabled: true, trouble })
  const [entry] = await db
    .select()
    .from(auditEntries)
    .where(eq(auditEntries.targetId, id))
    .orderBy(desc(auditEntries.id))
  t.match(entry, { act: 'plugin.disable', reason: trouble })
  const events = await db.select().from(domainEvents).where(eq(domainEvents.type, 'plugins.changed'))
  t.ok(events.some(({ data }) => JSON.stringify(data).includes(`"${id}"`)))
  t.ok(
    app.errors.some(line => JSON.parse(line).plugin === id),
    'the log names it',
  )
}
