import t from 'tap'
import { startApp } from './support/app.ts'
for (let i = 0; i < 12; i++) t.test('x' + i, async t => {
  const app = await startApp(t)
  const c = app.visitor(); console.error("v")
  await c.get('/')
  console.error("got"); const thread = await app.make.thread()
  console.error("made");await c.get('/t/' + thread.id)
})
