/** A plugin that wants to be asked before all others. */
import { definePlugin } from 'guildhall/plugin'

export default definePlugin<true>({
  id: 'first',
  name: { en: 'First', fr: 'Première' },
  description: { en: 'Comes before others.', fr: 'Passe avant les autres.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  priority: 10,
  filters: { 'post.beforeCreate': (_ctx, value) => ({ ...value, body: value.body.replace('EARLY', 'HELLO') }) },
  load: { posts: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, true] as const)) },
  slots: { 'post.footer': () => <p class="first">first</p> },
})
