import t from 'tap'
import { arrows, findBrokenArrows } from './check/arrows.ts'
import { type Import, importsOf } from './check/sources.ts'

const from = (path: string, ...targets: (string | Import)[]) => ({
  path,
  imports: targets.map(one => (typeof one === 'string' ? { target: one, typeOnly: false, line: 1 } : one)),
})

t.test('import arrows', async t => {
  t.test('everybody imports only whom they may', async t => {
    t.strictSame(await arrows(), [])
  })

  t.test('an import against an arrow is found', async t => {
    const broken = [
      from('server/core/db.ts', 'server/posts/service.ts'),
      from('client/main.ts', 'server/core/i18n.ts'),
      from('plugins/polls/views.tsx', 'server/core/db.ts'),
      from('plugins/polls/service.ts', 'plugins/ideas/service.ts'),
      from('db/tables/threads.ts', 'server/core/actor.ts'),
      from('server/auth/service.ts', 'lucia'),
      from('server/lists/pages.ts', 'client/main.ts'),
      from('server/threads/service.ts', 'tests/support/app.ts'),
    ]
    for (const one of broken) t.equal(findBrokenArrows([one]).length, 1, `${one.path} → ${one.imports[0]?.target}`)
  })

  t.test('an import along the arrows is not', async t => {
    const fine = [
      from('server/core/db.ts', 'db/tables/index.ts', 'server/core/env.ts', 'postgres'),
      from('client/main.ts', { target: 'server/core/i18n.ts', typeOnly: true, line: 1 }, 'client/lib/dom.ts'),
      from('plugins/polls/plugin.ts', 'server/plugins/api.ts', 'plugins/polls/views.tsx'),
      from('server/auth/sessions.ts', 'lucia'),
      from('server/posts/service.ts', 'server/threads/service.ts'),
      from('server/main.ts', 'server/app.ts'),
    ]
    t.strictSame(findBrokenArrows(fine), [])
  })

  t.test('a circle of features is told once, with the imports that make it', async t => {
    const found = findBrokenArrows([
      from('server/posts/service.ts', 'server/threads/service.ts'),
      from('server/threads/service.ts', 'server/categories/tree.ts'),
      from('server/categories/tree.ts', 'server/posts/queries.ts'),
    ])
    t.equal(found.length, 1)
    t.match(found[0], /posts → threads → categories → posts/)
  })

  t.test('imports are read as the compiler reads them', async t => {
    const text = [
      `import type { A } from './a.ts'`,
      `import { type B } from './b.ts'`,
      `export * from '../posts/c.ts'`,
      `const d = () => import('@scope/package/deep')`,
      `// import { E } from './e.ts'`,
      `const f = "import { F } from './f.ts'"`,
    ].join('\n')
    t.strictSame(
      importsOf('server/threads/x.ts', text).map(one => `${one.line} ${one.target} ${one.typeOnly ? 'type' : 'code'}`),
      ['1 server/threads/a.ts type', '2 server/threads/b.ts code', '3 server/posts/c.ts code', '4 @scope/package code'],
    )
  })
})
