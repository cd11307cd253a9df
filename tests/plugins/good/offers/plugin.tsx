/** A plugin that brings a kind of threads with every sort of field, two states, a list, and something in each view. */
import { definePlugin, NotFound, Type } from 'guildhall/plugin'

type Offer = { readonly words: string }

const Params = Type.Object({ id: Type.Integer({ minimum: 1 }) })

export default definePlugin({
  id: 'offers',
  name: { en: 'Offers', fr: 'Offres' },
  description: { en: 'What members give away.', fr: 'Ce que les membres donnent.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  permissions: { offer: { label: { en: 'Offer something', fr: 'Offrir quelque chose' }, default: ['members'] } },
  claims: ['/offers'],
  kinds: {
    offer: {
      name: { en: 'Offer', fr: 'Offre' },
      description: { en: 'Something to give away.', fr: 'Quelque chose à donner.' },
      icon: 'bookmark',
      permission: 'offer',
      statuses: {
        free: { name: { en: 'To be had', fr: 'À prendre' }, tone: 'info' },
        gone: { name: { en: 'Gone', fr: 'Donné' }, tone: 'ok' },
      },
      fields: {
        place: { type: 'string', maxLength: 40, required: true, label: { en: 'Place', fr: 'Lieu' } },
        pieces: { type: 'integer', min: 1, max: 9, label: { en: 'Pieces', fr: 'Pièces' } },
        fragile: { type: 'boolean', label: { en: 'Fragile', fr: 'Fragile' } },
        state: {
          type: 'choice',
          label: { en: 'Condition', fr: 'État' },
          options: [
            { value: 'new', label: { en: 'As new', fr: 'Comme neuf' } },
            { value: 'worn', label: { en: 'Worn', fr: 'Usé' } },
          ],
        },
      },
      list: {
        path: '/offers',
        title: { en: 'Offers', fr: 'Offres' },
        description: { en: 'All that is to be had.', fr: 'Tout ce qui est à prendre.' },
        tabs: [{ status: 'free', label: { en: 'To be had', fr: 'À prendre' } }],
      },
      load: async (_ctx, threads) =>
        new Map(threads.map(({ id, fields }) => [id, { words: `loaded for ${fields.place}` } satisfies Offer])),
      views: {
        header: ({ data, posts }) => <p class="offer-header">{`${data?.words}, ${posts.length} on this page`}</p>,
        postHeader: ({ post }) => (post.number === 2 ? <p class="offer-post">{`above ${post.number}`}</p> : null),
        postFooter: ({ post, viewer }) => <div class="offer-foot">{viewer('mine', post.id)}</div>,
        row: ({ data }) => <b class="offer-row">{data?.words}</b>,
      },
      best: async () => [],
      describe: ({ thread, posts }) => ({ '@type': 'Offer', name: thread.title, text: posts[0]?.text }),
    },
  },
  viewerSlots: {
    mine: {
      view: ({ ctx, place }) => <i>{`for ${ctx.actor.id === null ? 'a visitor' : ctx.actor.name} at ${place}`}</i>,
    },
  },
  pages: routes => {
    routes.post('/:id/gone', { params: Params, budget: 12 }, async (ctx, { params }) => {
      const thread = await ctx.thread(params.id)
      if (thread.kind !== 'offer') throw new NotFound()
      await ctx.transaction(inner => inner.setStatus(thread.id, 'gone'))
      return { redirect: `/t/${thread.id}/${thread.slug}` }
    })
  },
})
