/** A small forum as Discourse's API would give it, of our own invention. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

type Json = Readonly<Record<string, unknown>>

export const HOST = 'old.forum.example'

type PostParts = Json & { readonly number: number; readonly topic: number }

/** A post document; ids are a thousand times the topic's and the number. */
export const post = ({ number, topic, ...rest }: PostParts): Json => ({
  id: topic * 1000 + number,
  username: 'Wren',
  name: 'Wren Hollow',
  avatar_template: `/user_avatar/${HOST}/wren/{size}/1_2.png`,
  created_at: `2015-03-${String(number).padStart(2, '0')}T10:${String(topic % 60).padStart(2, '0')}:00.000Z`,
  updated_at: `2015-03-${String(number).padStart(2, '0')}T11:00:00.000Z`,
  cooked: `<p>Words of post ${number} in ${topic}.</p>`,
  post_number: number,
  post_type: 1,
  reply_to_post_number: null,
  topic_id: topic,
  version: 1,
  actions_summary: [],
  trust_level: 1,
  admin: false,
  moderator: false,
  hidden: false,
  deleted_at: null,
  wiki: false,
  ...rest,
})

type TopicParts = Json & { readonly id: number; readonly posts: readonly Json[] }

export const topic = ({ id, posts, ...rest }: TopicParts): Json => ({
  id,
  title: `Topic ${id}`,
  slug: `topic-${id}`,
  created_at: '2015-03-01T10:00:00.000Z',
  last_posted_at: '2015-03-20T10:00:00.000Z',
  views: 100 + id,
  visible: true,
  closed: false,
  archived: false,
  archetype: 'regular',
  category_id: 4,
  pinned: false,
  pinned_globally: false,
  deleted_at: null,
  tags: [],
  post_stream: { posts, stream: posts.map(one => one.id) },
  ...rest,
})

/** Documents by their names. */
export type Documents = Readonly<Record<string, unknown>>

export const FORUM: Documents = {
  'categories.json': {
    category_list: {
      categories: [
        { id: 4, name: 'Workbench', slug: 'workbench', description_text: 'Wood, mostly' },
        { id: 5, name: 'Planes', slug: 'planes', parent_category_id: 4 },
        { id: 6, name: 'Cellar', slug: 'cellar', read_restricted: true },
      ],
    },
  },
  'topics/sharpening.12.json': topic({
    id: 12,
    title: 'Sharpening a drawknife',
    unicode_title: 'Sharpening a drawknife 🪵',
    closed: true,
    pinned: true,
    views: 2114,
    tags: ['steel', { id: 9, name: 'edge tools' }],
    accepted_answer: { post_number: 3, username: 'Finch', excerpt: 'A stone' },
    posts: [
      post({
        topic: 12,
        number: 1,
        cooked: '<p>Stone or <strong>strop</strong>? See <a href="/t/planes/13/2">this</a>.</p>',
      }),
      post({ topic: 12, number: 2, username: 'admin', name: '', admin: true, actions_summary: [{ id: 2, count: 3 }] }),
      post({
        topic: 12,
        number: 3,
        username: 'Finch',
        reply_to_post_number: 2,
        accepted_answer: true,
        version: 2,
        wiki: true,
        cooked: `<aside class="quote no-group" data-username="Wren" data-post="1" data-topic="12"><div class="title">Wren:</div><blockquote><p>Stone or strop?</p></blockquote></aside><p>A stone, <a class="mention" href="/u/wren">@Wren</a>. <img src="/images/emoji/smile.png" title=":smile:" class="emoji" alt=":smile:"></p>`,
      }),
      post({ topic: 12, number: 4, post_type: 3, action_code: 'closed.enabled', cooked: '' }),
      post({ topic: 12, number: 6, username: 'Finch', hidden: true, cooked: '<p>Buy my stones</p>' }),
      post({
        topic: 12,
        number: 7,
        username: 'Wren',
        deleted_at: '2015-04-01T10:00:00.000Z',
        cooked: '<p>Never mind</p>',
      }),
    ],
  }),
  'topics/planes.13.json': topic({
    id: 13,
    title: 'Planes',
    category_id: 5,
    posts: [post({ topic: 13, number: 1 }), post({ topic: 13, number: 2, username: 'Finch', reply_to_post_number: 1 })],
  }),
  'topics/secret.14.json': topic({
    id: 14,
    title: 'Cellar keys',
    category_id: 6,
    posts: [post({ topic: 14, number: 1 })],
  }),
  'topics/letters.15.json': topic({ id: 15, archetype: 'private_message', posts: [post({ topic: 15, number: 1 })] }),
  // Post documents: of a topic that comes with one, and of one that does not.
  'posts/13002.json': post({
    topic: 13,
    number: 2,
    username: 'Finch',
    raw: 'A **jack** plane, [i]of course[/i].',
    topic_title: 'Planes',
    category_id: 5,
    reply_to_post_number: 1,
  }),
  'posts/20002.json': post({
    topic: 20,
    number: 2,
    username: 'Finch',
    raw: 'On a peg.',
    topic_title: 'Where to hang a saw',
    category_id: 4,
    reply_to_post_number: 1,
    reactions: [
      { id: '+1', count: 2 },
      { id: 'clap', count: 1 },
    ],
  }),
  'posts/20001.json': post({
    topic: 20,
    number: 1,
    raw: 'Peg or nail? @finch',
    topic_title: 'Where to hang a saw',
    category_id: 4,
  }),
  'posts/20003.json': post({
    topic: 20,
    number: 3,
    post_type: 4,
    raw: 'Staff only',
    topic_title: 'Where to hang a saw',
    category_id: 4,
  }),
  'broken/half.json': '{"id": 77, "post_stream": {"posts": [',
  'broken/shape.json': { id: 78, post_stream: { posts: [] } },
  'notes.txt': 'not a document',
  'older.tar.xz': 'not even an archive',
}

/** Writes documents into a folder. */
export async function writeDocuments(folder: string, documents: Documents): Promise<string> {
  for (const [name, content] of Object.entries(documents)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}
