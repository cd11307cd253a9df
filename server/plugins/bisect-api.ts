/** Looking for the plugin that causes a trouble, by the API. */
import type { ApiRoutes } from '../core/http/api.ts'
import { Nothing } from '../core/http/schemas.ts'
import { answerBisect, bisectState, startBisect, stopBisect } from './bisect.ts'
import { toldOf } from './halving.ts'
import { BisectionAnswer, BisectionJson } from './schema.ts'

const tag = 'Plugins'
const PATH = '/plugin-bisection'

export function bisectApi(routes: ApiRoutes): void {
  routes.get(
    PATH,
    {
      tag,
      id: 'getPluginBisection',
      summary: 'Read how far the search for the plugin that causes a trouble is',
      response: BisectionJson,
      budget: 1,
    },
    async ctx => toldOf(bisectState(ctx)),
  )

  routes.post(
    PATH,
    {
      tag,
      id: 'startPluginBisection',
      summary: 'Hold all plugins back, to find the one that causes a trouble',
      response: BisectionJson,
      status: 201,
      budget: 12,
    },
    async ctx => toldOf(await startBisect(ctx)),
  )

  routes.post(
    `${PATH}/answers`,
    {
      tag,
      id: 'answerPluginBisection',
      summary: 'Say whether the trouble is gone now, which the next half of the plugins depends on',
      body: BisectionAnswer,
      response: BisectionJson,
      budget: 12,
    },
    async (ctx, { body: { gone } }) => toldOf(await answerBisect(ctx, gone), 'innocent'),
  )

  routes.delete(
    PATH,
    {
      tag,
      id: 'stopPluginBisection',
      summary: 'End the search: all plugins are as they were',
      response: Nothing,
      status: 204,
      budget: 12,
    },
    async ctx => {
      await stopBisect(ctx)
    },
  )
}
