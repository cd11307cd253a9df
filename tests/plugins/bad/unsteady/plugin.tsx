/** It cannot say what its viewer slot varies by. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'unsteady',
  name: { en: 'Unsteady', fr: 'Unsteady' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: { posts: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, true])) },
  slots: { 'post.footer': ({ viewer, post }) => <p>{viewer('steady', post.id)}</p> },
  viewerSlots: {
    steady: {
      variesBy: () => {
        throw new Error('it depends')
      },
      view: () => <b>still here</b>,
    },
  },
})
