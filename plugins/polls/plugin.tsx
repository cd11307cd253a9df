/** Polls in any post: written in its text, voted on where it is read. */
import { definePlugin, type PluginCtx } from 'guildhall/plugin'
import { api } from './api.ts'
import { isPoll, NAME, pollAt, pollsIn } from './definition.ts'
import { play } from './demo.ts'
import { checkEdit, checkNew } from './filters.ts'
import { KEEPS } from './keeps.ts'
import { pages } from './pages.tsx'
import { type PollState, pollsOf } from './queries.ts'
import { results } from './results-verb.ts'
import { viewerOf } from './service.ts'
import { PollCard } from './views.tsx'
import { WORDS } from './words.ts'

export default definePlugin<true>({
  id: 'polls',
  name: { en: 'Polls', fr: 'Sondages' },
  description: {
    en: 'Polls in any post: single, multiple, ranked or rating; anonymous or named.',
    fr: 'Des sondages dans tout message : choix unique, choix multiple, classement ou notes ; anonymes ou nominatifs.',
  },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes'],
  permissions: {
    create: { label: { en: 'Make polls', fr: 'Créer des sondages' }, default: ['members'] },
    vote: { label: { en: 'Vote in polls', fr: 'Voter dans les sondages' }, default: ['members'] },
    manage: {
      label: { en: 'Close polls of others and export them', fr: 'Clore les sondages des autres et les exporter' },
      default: ['staff'],
    },
  },
  settings: {
    maxOptions: {
      type: 'integer',
      default: 20,
      min: 2,
      max: 100,
      label: { en: 'Options of a poll, at most', fr: 'Options d’un sondage, au plus' },
    },
  },
  locales: WORDS,
  migrations: './migrations',
  filters: { 'post.beforeCreate': checkNew, 'thread.beforeCreate': checkNew, 'post.beforeEdit': checkEdit },
  load: {
    posts: async (_ctx, posts) =>
      new Map(posts.filter(({ body }) => pollsIn(body).some(isPoll)).map(({ id }) => [id, true] as const)),
  },
  blocks: {
    // What is no poll stays what it is: words.
    [NAME]: ({ post, block, viewer }) =>
      pollAt(post.body, block.place) ? viewer('poll', `${post.id}-${block.place}`) : null,
  },
  viewerSlots: {
    poll: {
      load: loadPlaces,
      variesBy: ({ ctx, loaded }) => JSON.stringify([...loaded.values()].map(own => viewerOf(ctx, own))),
      view: ({ page, t, ctx, own }) =>
        own ? <PollCard page={page} t={t} state={own} viewer={viewerOf(ctx, own)} /> : null,
    },
  },
  snippets: {
    poll: {
      label: { en: 'Poll', fr: 'Sondage' },
      icon: 'chart-column',
      text: {
        en: ':::poll\nWhat do you think?\n\n- One answer\n- Another answer\n:::\n',
        fr: ':::poll\nQu’en pensez-vous ?\n\n- Une réponse\n- Une autre réponse\n:::\n',
      },
    },
  },
  demo: { threads: './demo', play },
  refreshes: ['polls.voted', 'polls.closed', 'polls.reopened'],
  keeps: KEEPS,
  pages,
  api,
  verbs: { results },
})

/** @param places `<post>-<place>` */
async function loadPlaces(ctx: PluginCtx, places: readonly string[]): Promise<ReadonlyMap<string, PollState>> {
  const polls = await pollsOf(ctx, [...new Set(places.map(place => Number.parseInt(place, 10)))])
  return new Map([...polls.values()].flat().map(one => [`${one.postId}-${one.poll.place}`, one] as const))
}
