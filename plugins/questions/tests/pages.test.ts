/** Questions on their pages, as a browser without scripts has them. */
import t from 'tap'
import type { Answer } from '../../../tests/support/http.ts'
import { people } from '../../../tests/support/people.ts'
import { startStaged } from '../../../tests/support/staged.ts'
import { hiddenCategory, questionBy, stateFor } from './questions.ts'

type Thing = { '@type': string; [property: string]: unknown }

/** What search engines are told. */
function dataOf({ page }: Answer): Thing[] {
  const script = page.querySelector('script[type="application/ld+json"]')
  return JSON.parse(script?.textContent ?? '{"@graph":[]}')['@graph']
}

/** What stands on the buttons under a post. */
const buttonsAt = ({ page }: Answer, post: number | undefined) =>
  [...page.querySelectorAll(`#post-${post} form.questions button`)].map(one => one.textContent?.trim())

t.test('pages of questions', async t => {
  const app = await startStaged(t)
  const mia = await app.as(people.mia)
  const mo = await app.as(people.mo)
  const noor = await app.as(people.noor)
  const visitor = app.visitor()

  await t.test('the asker accepts with a plain form, and is back at the post', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    const seen = await visitor.get(question.page)
    t.match(seen.seen(`#questions-${question.id}`), /not answered yet$/)
    t.equal(seen.page.querySelector('form[action^="/questions"]'), null, 'a visitor has nothing to press')

    const form = await mia.get(question.page)
    t.strictSame(buttonsAt(form, one), ['Accept this answer'])
    const path = `/questions/${question.id}/accepted/${one}`
    const answer = await form.submit(path, {}, path)
    t.equal(answer.location, `${question.page}/2#post-${one}`)

    // What visitors share may be a few seconds old.
    const after = await noor.get(question.page)
    t.match(after.seen(`#questions-${question.id}`), /This question is answered.*noor: A reply/)
    const link = after.page.querySelector(`#questions-${question.id} a`)?.getAttribute('href')
    t.equal(link, `${question.page}/2#post-${one}`)
    t.equal((await visitor.get(link ?? '')).status, 200)
    t.match(after.seen(`#post-${one}`), 'Accepted answer · by mia')
    t.notMatch(after.seen(`#post-${two}`), 'Accepted answer')
    t.match(after.seen('header .chip'), 'Answered')

    const again = await mia.get(question.page)
    t.strictSame(buttonsAt(again, one), ['Accept it no longer'])
    t.strictSame(buttonsAt(again, two), ['Accept this answer'])
    await again.submit(path, {}, `${path}/delete`)
    t.match((await noor.get(question.page)).seen(`#questions-${question.id}`), 'not answered yet')
  })

  await t.test('the team verifies', async t => {
    const question = await questionBy(app)
    const [one] = question.replies
    const form = await mo.get(question.page)
    t.strictSame(buttonsAt(form, one), ['Verify this answer'])
    const path = `/questions/${question.id}/verified/${one}`
    const answer = await form.submit(`/questions/${question.id}/accepted/${one}`, {}, path)
    t.equal(answer.location, `${question.page}/2#post-${one}`)
    const after = await noor.get(question.page)
    t.match(after.seen(`#post-${one}`), 'Verified by the team')
    t.match(after.seen(`#questions-${question.id}`), /is answered.*noor: A reply/)
    t.strictSame(buttonsAt(after, one), [], 'who may neither has no buttons')
    await mo.post(`${path}/delete`)
    t.notMatch((await noor.get(question.page)).seen(`#post-${one}`), 'Verified')
  })

  await t.test('staff who asked may do both', async t => {
    const question = await questionBy(app, { by: people.mo })
    const [one] = question.replies
    t.strictSame(buttonsAt(await mo.get(question.page), one), ['Accept this answer', 'Verify this answer'])
  })

  await t.test('the question itself has no buttons, and is refused', async t => {
    const question = await questionBy(app, { by: people.mo, replies: 0 })
    const page = await mo.get(question.page)
    t.equal(page.page.querySelector('form.questions'), null)
    const { items } = (await mo.get(`/api/v1/threads/${question.id}/posts`)).json<{ items: { id: string }[] }>()
    const refused = await mo.post(`/questions/${question.id}/accepted/${items[0]?.id}`)
    t.equal(refused.status, 422)
  })

  await t.test('one presses that they have the same question, and again that they have not', async t => {
    const question = await questionBy(app)
    const header = `#questions-${question.id}`
    t.equal((await mia.get(question.page)).page.querySelector(`${header} form`), null, 'it is the asker’s anyway')
    const path = `/questions/${question.id}/same`
    const before = await noor.get(question.page)
    t.equal(before.page.querySelector(`${header} button`)?.getAttribute('aria-pressed'), 'false')
    t.equal((await before.submit(path)).location, `${question.page}${header}`)
    const pressed = await noor.get(question.page)
    t.equal(pressed.page.querySelector(`${header} button`)?.getAttribute('aria-pressed'), 'true')
    for (const who of [visitor, mia, noor])
      t.match((await who.get(question.page)).seen(header), '1 person has the same question')
    t.equal((await mo.get(question.page)).page.querySelector(`${header} button`)?.getAttribute('aria-pressed'), 'false')
    await pressed.submit(`${path}/delete`)
    t.match((await noor.get(question.page)).seen(header), /not answered yet/)
    t.notMatch((await noor.get(question.page)).seen(header), 'same question')
    t.equal((await visitor.post(path)).status, 401)
  })

  await t.test('in French too', async t => {
    const question = await questionBy(app)
    await mia.post(`/questions/${question.id}/accepted/${question.replies[0]}`)
    const page = await visitor.get(question.page, { headers: { 'accept-language': 'fr' } })
    t.match(page.seen(`#questions-${question.id}`), /Cette question a sa réponse.*noor : A reply/)
    t.match(page.seen(`#post-${question.replies[0]}`), 'Réponse acceptée · par mia')
    t.match(page.seen('header .chip'), 'Résolue')
  })

  await t.test('an answer on a later page is linked by its number', async t => {
    const question = await questionBy(app, { replies: 45 })
    const last = question.replies.at(-1)
    await mia.post(`/questions/${question.id}/accepted/${last}`)
    const link = (await visitor.get(question.page)).page.querySelector(`#questions-${question.id} a`)
    t.equal(link?.textContent, 'Go to the answer, post 46')
    const there = await visitor.get(link?.getAttribute('href') ?? '')
    t.match(there.seen(`#post-${last}`), 'Accepted answer')
    const [page] = dataOf(there)
    t.match(page, { '@type': 'QAPage', mainEntity: { '@type': 'Question', answerCount: 45, acceptedAnswer: [{}] } })
  })

  await t.test('best first: the accepted answer, then those that were verified', async t => {
    const question = await questionBy(app, { replies: 4 })
    const [one, two, three, four] = question.replies
    await mo.post(`/questions/${question.id}/verified/${three}`)
    await mo.post(`/questions/${question.id}/verified/${two}`)
    await mia.post(`/questions/${question.id}/accepted/${four}`)
    await app.settled()
    const best = await visitor.get(`${question.page}/best`)
    t.equal(best.status, 200)
    const order = [...best.page.querySelectorAll('ol.thread [id^="post-"]')]
      .map(({ id }) => Number(/^post-(\d+)$/.exec(id)?.[1]))
      .filter(id => question.replies.includes(id))
    t.strictSame(order, [four, three, two, one])
    const own = await mia.get(`${question.page}/best`)
    t.strictSame(buttonsAt(own, four), ['Accept it no longer'], 'its buttons work there')
  })

  await t.test('search engines are told of question and answers', async t => {
    const question = await questionBy(app)
    const [one, two] = question.replies
    await noor.api('PUT', `/questions/${question.id}/same`)
    await mia.api('PUT', `/posts/${two}/reactions/heart`)
    await mia.post(`/questions/${question.id}/accepted/${one}`)
    const origin = app.url
    const [page] = dataOf(await visitor.get(question.page))
    const person = (name: string) => ({ '@type': 'Person', name, url: `${origin}/m/${name}` })
    t.match(page, {
      '@type': 'QAPage',
      mainEntity: {
        '@type': 'Question',
        name: 'How do I sharpen a knife?',
        text: 'It is blunt.',
        answerCount: 2,
        upvoteCount: 1,
        author: person('mia'),
        datePublished: /^\d{4}-/,
        acceptedAnswer: [
          {
            ...{ '@type': 'Answer', url: `${origin}${question.page}/2#post-${one}`, upvoteCount: 0 },
            ...{ text: /^A reply/, author: person('noor'), datePublished: /^\d{4}-/ },
          },
        ],
        suggestedAnswer: [{ '@type': 'Answer', url: /#post-/, upvoteCount: 1, text: /^A reply/ }],
      },
    })
    const mine = await questionBy(app, { replies: 0 })
    const [bare] = dataOf(await visitor.get(mine.page))
    t.notOk(Object.hasOwn(Object(bare?.mainEntity), 'suggestedAnswer'))
  })

  await t.test('the list has a tab for each state', async t => {
    const category = await app.make.category()
    const open = await questionBy(app, { categoryId: category.id })
    const answered = await questionBy(app, { categoryId: category.id })
    await mia.post(`/questions/${answered.id}/accepted/${answered.replies[0]}`)
    await app.settled()
    const linked = async (path: string) => {
      const { page } = await visitor.get(path)
      return [open, answered].map(one => page.querySelector(`a[href^="${one.page}"]`) !== null)
    }
    t.strictSame(await linked('/questions'), [true, true])
    t.strictSame(await linked('/questions?status=open'), [true, false])
    t.strictSame(await linked('/questions?status=answered'), [false, true])
  })

  await t.test('a question that nobody may see is on no page', async t => {
    const hidden = await hiddenCategory(app)
    const question = await questionBy(app, { by: people.mo, replies: 0, categoryId: hidden.id })
    const { id: post } = await app.make.post({ threadId: question.id, by: people.ada })
    await app.settled()
    t.equal((await mo.post(`/questions/${question.id}/accepted/${post}`)).status, 303)
    await app.settled()
    t.match((await mo.get('/questions')).text, question.page)
    t.equal((await mo.get(`${question.page}/best`)).status, 200)
    for (const who of [noor, visitor]) {
      t.notMatch((await who.get('/questions')).text, question.page)
      t.notMatch((await who.get('/questions?status=answered')).text, question.page)
      t.equal((await who.get(question.page)).status, 404)
      t.equal((await who.get(`${question.page}/best`)).status, 404)
    }
    t.match(await stateFor(mo, question), { status: 'answered' })
  })

  await t.test('nothing went wrong meanwhile', async t => t.strictSame(app.errors, []))
})
