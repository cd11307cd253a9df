/** Whatever it should show, it throws. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin({
  id: 'viewthrows',
  name: { en: 'Viewthrows', fr: 'Viewthrows' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: { posts: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, id])) },
  slots: {
    'post.footer': () => {
      throw new Error('no footer')
    },
  },
  blocks: {
    broken: () => {
      throw new Error('no block')
    },
    unfilled: ({ viewer, post }) => <p>before {viewer('mine', post.id)} after</p>,
  },
  viewerSlots: {
    mine: {
      view: () => {
        throw new Error('nothing of yours')
      },
    },
  },
})
