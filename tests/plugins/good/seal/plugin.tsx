/** Viewer slots whose filling readers share: each says how often it was drawn. */
import { definePlugin } from 'guildhall/plugin'

let drawn = 0

export default definePlugin({
  id: 'seal',
  name: { en: 'Seal', fr: 'Sceau' },
  description: { en: 'For tests.', fr: 'Pour les tests.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  permissions: {
    wear: { label: { en: 'wear the seal', fr: 'porter le sceau' }, default: ['staff'] },
  },
  load: { posts: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, true])) },
  slots: {
    'post.footer': ({ viewer, post }) => (
      <p>
        {viewer('anew', post.id)} {viewer(post.body === 'named' ? 'named' : 'shared', post.id)}
      </p>
    ),
  },
  viewerSlots: {
    shared: {
      variesBy: ({ ctx }) => String(ctx.can('wear')),
      view: ({ ctx }) => (
        <b>
          shared {ctx.can('wear') ? 'worn' : 'bare'} {++drawn}
        </b>
      ),
    },
    anew: { view: () => <b>anew {++drawn}</b> },
    named: {
      load: async (ctx, places) => new Map(places.map(place => [place, ctx.actor.name])),
      variesBy: () => '',
      view: ({ own }) => (
        <b>
          named {own} {++drawn}
        </b>
      ),
    },
  },
})
