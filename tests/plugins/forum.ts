/** What has to be true of a forum whatever its plugins do. */
import { join } from 'node:path'
import type { Test } from 'tap'
import type { PluginState } from '../../server/plugins/load.ts'
import * as plugins from '../../server/plugins/service.ts'
import { people } from '../support/people.ts'
import type { Staged } from '../support/staged.ts'

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
