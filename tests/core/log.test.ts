/** The log holds nobody’s words. */
import { sql } from 'drizzle-orm'
import t from 'tap'
import { withoutWords } from '../../server/core/log.ts'
import { startApp } from '../support/app.ts'

t.test('an error of a statement is logged without the values that it was given', async t => {
  const { db } = (await startApp(t)).database
  const fail = async (statement: ReturnType<typeof sql>) => {
    const error: unknown = await db.execute(statement).then(
      () => null,
      thrown => thrown,
    )
    t.match(String(error), 'her own words', 'which the error itself holds')
    return JSON.stringify(withoutWords(error))
  }
  const misfit = await fail(sql`select ${'her own words'}::text::int`)
  t.match(misfit, /"code":"22P02"/)
  const taken = await fail(sql`insert into nothing_of_that_name values (${'her own words'})`)
  t.match(taken, /"code":"42P01"/)
  for (const line of [misfit, taken]) {
    t.notMatch(line, 'her own words')
    t.match(line, 'Failed query')
    t.match(line, 'log.test.ts', 'and with where it came from')
  }
})

t.test('what is thrown and is no error is named by its type', async t => {
  t.equal(withoutWords('her own words'), 'string')
})
