/** A question in the words of schema.org, as search engines read pages of questions and answers. */
import type { DescribedPost, PageContext, PluginKind, Thing } from 'guildhall/plugin'
import { threadPath } from './paths.ts'
import { bestOf, type QuestionState } from './queries.ts'

type Describe = NonNullable<PluginKind<QuestionState>['describe']>

/** On a later page the question has no text: that stands on the first. Whoever has the same question has voted for it. */
export const describe: Describe = ({ page, thread, data, posts }) => {
  const opening = posts.find(({ number }) => number === 1)
  const best = new Set(data ? bestOf(data) : [])
  const replies = posts.filter(post => post !== opening)
  const [accepted, suggested] = [true, false].map(is =>
    replies.filter(({ id }) => best.has(id) === is).map(post => answer(page, post)),
  )
  return {
    '@type': 'QAPage',
    mainEntity: {
      '@type': 'Question',
      url: page.origin + threadPath(thread),
      name: thread.title,
      ...(opening && { text: opening.text, author: person(page, opening) }),
      datePublished: thread.createdAt.toISOString(),
      answerCount: thread.replyCount,
      upvoteCount: data?.same ?? 0,
      ...(accepted?.length && { acceptedAnswer: accepted }),
      ...(suggested?.length && { suggestedAnswer: suggested }),
    },
  }
}

const answer = (page: PageContext, post: DescribedPost): Thing => ({
  '@type': 'Answer',
  url: page.origin + post.path,
  text: post.text,
  upvoteCount: post.likes,
  author: person(page, post),
  datePublished: post.createdAt.toISOString(),
})

const person = (page: PageContext, { author: { name, displayName } }: DescribedPost): Thing => ({
  '@type': 'Person',
  name: displayName,
  url: `${page.origin}/m/${encodeURIComponent(name)}`,
})
