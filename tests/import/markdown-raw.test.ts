/** Discourse's own Markdown on the left, ours on the right. */
import t from 'tap'
import { cookText } from '../../server/core/text/pipeline.ts'
import { markdownFromRaw } from '../../server/import/markdown/from-raw.ts'
import { parsePage } from '../support/html.ts'
import { known } from '../writing/known.ts'
import { comes, resolve } from './markdown-world.ts'

const markdown = (raw: string) => markdownFromRaw(raw, resolve).markdown

t.test('what is the same in both stays as it was typed', async t => {
  const same = [
    '# Title\n\nA *word* and **another**, `code`, [a link](https://far.example/a_b).\n\n- one\n  - two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |',
    '```js\nconst a = "[quote]@old_name upload://abc123.jpg $x$"\n```',
    '    indented [b]code[/b]',
    'text `[b]code[/b] @old_name` and ``a ` b``',
    'array[i] = b[i]; it costs $5 and $6, :tada: Map<string>',
    'a[^1]\n\n[^1]: note',
  ]
  comes(
    t,
    markdown,
    same.map(raw => [raw, raw]),
  )
})

t.test('quotes name their writer and nest', async t => {
  comes(t, markdown, [
    [
      '[quote="mia, post:3, topic:12"]\nHer words\n\nmore\n[/quote]\n\nYes',
      '> [@Mia](/t/42/waxing/3):\n> Her words\n>\n> more\n\n\nYes',
    ],
    ['[quote="gone, post:3, topic:99, full:true"]\nx\n[/quote]\ny', '> **gone:**\n> x\n\ny'],
    ['[quote="Mia M., post:3, topic:12, username:mia"]x[/quote]', '> [@Mia](/t/42/waxing/3):\n> x'],
    ['[quote]\nx\n[/quote]', '> x'],
    ['[quote="mia"]\nnot closed', '[quote="mia"]\nnot closed'],
    ['text\n[quote="jo"]\n```\n[/quote]\n```\n[/quote]', 'text\n\n> **jo:**\n> ```\n> [/quote]\n> ```'],
  ])
  const nested = markdown(
    '[quote="mia, post:3, topic:12"]\n[quote="jo, post:2, topic:12"]\ninner\n[/quote]\nouter\n[/quote]\nmine',
  )
  const page = parsePage(cookText(nested, known).html)
  t.equal(page.querySelector('blockquote.quote blockquote.quote')?.textContent?.includes('inner'), true, nested)
  t.equal(page.querySelector('blockquote.quote')?.textContent?.includes('mine'), false)
})

t.test('parts that fold, and blocks of other kinds', async t => {
  comes(t, markdown, [
    ['[details="More of it"]\nx\n[/details]', ':::details More of it\nx\n:::'],
    ['[spoiler]\nx\n[/spoiler]', ':::spoiler\nx\n:::'],
    ['It is [spoiler]the butler[/spoiler].', 'It is ||the butler||.'],
    ['[poll type=regular]\n* Yes\n* No\n[/poll]', '* Yes\n* No'],
    ['[code]\na `b`\n[/code]', '```\na `b`\n```'],
    ['[code]\n[quote="mia"]\nx\n[/quote]\n[/code]', '```\n[quote="mia"]\nx\n[/quote]\n```'],
    ['see [code]a[/code]', 'see `a`'],
    ['$$\na_1\n$$', '```\na_1\n```'],
    ['$$ is money\n@old_name', '$$ is money\n@jean.luc'],
    ['<table><tr><th>a</th></tr><tr><td>b</td></tr></table>\n\nafter', '| a |\n| --- |\n| b |\n\nafter'],
  ])
})

t.test('pictures, files, addresses, names and short codes', async t => {
  comes(t, markdown, [
    ['![A boot|690x388, 50%](upload://abc123.jpg)', '![A boot](/uploads/bootkey/boot.jpg)'],
    ['![shot|690x388](upload://zzz.png)', '[shot](https://old.example/uploads/short-url/zzz.png)'],
    ['![](https://far.example/x.png)', '[x.png](https://far.example/x.png)'],
    [
      '[plan.pdf|attachment](upload://qqq.pdf) (3 KB)',
      '[plan.pdf|attachment](https://old.example/uploads/short-url/qqq.pdf) (3 KB)',
    ],
    ['<img src="https://far.example/x.png" width="20"> *so*', '[x.png](https://far.example/x.png) *so*'],
    ['https://old.example/t/waxing/12', '/t/42/waxing'],
    ['see https://old.example/t/waxing/12/3.', 'see [/t/42/waxing/3](/t/42/waxing/3).'],
    [
      'see [this](/t/waxing/12) and <https://old.example/t/waxing/12/3>',
      'see [this](/t/42/waxing) and [/t/42/waxing/3](/t/42/waxing/3)',
    ],
    ['@old_name, @mia. @gone', '@jean.luc, @Mia. @gone'],
    [':slight_smile: :tada: :our_own:', '🙂 :tada: :our_own:'],
    [
      '[b]b[/b] [i]i[/i] [u]u[/u] [s]s[/s] [url=https://a.example]a[/url] [url]https://a.example[/url]',
      '**b** *i* <u>u</u> ~~s~~ [a](https://a.example) <https://a.example>',
    ],
    ['[img]https://far.example/x.png[/img]', '[x.png](https://far.example/x.png)'],
    ['on [date=2026-04-08 time=14:00:00 timezone="Etc/UTC"]', 'on 2026-04-08 14:00 UTC'],
    ['so $T_2 = x$ and $n$', 'so `T_2 = x` and `n`'],
    ['a^[a [note](https://a.example)] b', 'a[^note-1] b\n\n[^note-1]: a [note](https://a.example)'],
    ['<span style="x">a</span> <strong>b</strong> <kbd>c</kbd>', 'a **b** <kbd>c</kbd>'],
    ['a\u0000b\r\nc', 'ab\nc'],
  ])
})
