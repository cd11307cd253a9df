/** What Discourse makes of posts, construct by construct: its HTML on the left, our Markdown on the right. */
import t from 'tap'
import { cookText } from '../../server/core/text/pipeline.ts'
import { markdownFromHtml } from '../../server/import/markdown/from-html.ts'
import { parsePage } from '../support/html.ts'
import { known } from '../writing/known.ts'
import { comes, resolve } from './markdown-world.ts'

const markdown = (html: string) => markdownFromHtml(html, resolve).markdown

t.test('prose stays readable: a sign is escaped only where it would mean something', async t => {
  comes(t, markdown, [
    [
      '<p>A sentence (with brackets), a dash - and 50% off; 2 * 3 = 6. See [1] &amp; co.</p>',
      'A sentence (with brackets), a dash - and 50% off; 2 * 3 = 6. See [1] & co.',
    ],
    [
      '<p>snake_case_name and Node* node, vector&lt;int&gt; v; a || b</p>',
      'snake_case_name and Node* node, vector<int> v; a || b',
    ],
    [
      '<p>*not* _em_ **or** ~~so~~ `no` [x](y) &lt;b&gt;b&lt;/b&gt; &amp;amp; :tada: ||s||</p>',
      '\\*not\\* \\_em\\_ \\*\\*or\\*\\* \\~\\~so\\~\\~ \\`no\\` [x\\](y) \\<b>b\\</b> \\&amp; \\:tada: \\|\\|s\\|\\|',
    ],
    [
      '<p># no</p><p>1. no</p><p>- no</p><p>&gt; no</p><p>===</p><p>:::spoiler</p>',
      '\\# no\n\n1\\. no\n\n\\- no\n\n\\> no\n\n\\===\n\n\\:::spoiler',
    ],
    ['<p>#include and 3.5 and -5</p>', '#include and 3.5 and -5'],
    ['<p>@mia here, @nobody not</p>', '\\@mia here, @nobody not'],
    ['<p>C:\\path\\*.txt</p>', 'C:\\path\\\\\\*.txt'],
    ['<p>at https://far.example/a_b_c. And</p>', 'at https://far.example/a_b_c. And'],
    ['<p>one<br>\ntwo</p>\n<p>three<br><br>four</p>', 'one\ntwo\n\nthree\n\nfour'],
    ['<p>a\u0000b&#0;\u0007c\u200bd</p>', 'ab�cd'],
    ['<p>שלום &nbsp;x</p><p>&nbsp;</p>', 'שלום \u00a0x'],
  ])
})

t.test('marks stand where they count, and are tags where they would not', async t => {
  comes(t, markdown, [
    ['<p><strong>bold </strong>and<em> em</em></p>', '**bold** and *em*'],
    ['<p>foo<b>bar:</b>baz</p>', 'foo<b>bar:</b>baz'],
    ['<p><strong><em>both</em></strong> <em><strong>too</strong></em></p>', '**_both_** _**too**_'],
    ['<p><b>a</b><b>b</b><i></i></p>', '**ab**'],
    [
      '<p><span class="bbcode-b">b</span> <span class="bbcode-i">i</span> <span class="bbcode-u">u</span> <s>s</s> <strike>t</strike></p>',
      '**b** *i* <u>u</u> ~~s~~ ~~t~~',
    ],
    [
      '<p><kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup> <ins>new</ins> <mark>m</mark> <small>s</small></p>',
      '<kbd>Ctrl</kbd> H<sub>2</sub>O x<sup>2</sup> <ins>new</ins> <mark>m</mark> <small>s</small>',
    ],
    ['<p>It is <span class="spoiler">the <em>butler</em></span>.</p>', 'It is ||the *butler*||.'],
  ])
})

t.test('code cannot be ended by what is in it', async t => {
  comes(t, markdown, [
    ['<pre><code class="lang-auto">a\n  b\n</code></pre>', '```\na\n  b\n```'],
    ['<pre><code class="lang-js">a</code></pre>', '```js\na\n```'],
    ['<pre><code class="lang-klingon">a</code></pre>', '```\na\n```'],
    ['<pre><code class="C++">```\na\n````</code></pre>', '`````c++\n```\na\n````\n`````'],
    ['<p><code>a`b</code> <code>`</code> <code>x  y</code></p>', '``a`b`` `` ` `` `x  y`'],
    ['<ul><li>one<pre><code>a\n\nb\n</code></pre></li></ul>', '- one\n  ```\n  a\n\n  b\n  ```'],
  ])
})

t.test('lists nest, go on counting, and stay two where they were two', async t => {
  comes(t, markdown, [
    ['<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>', '- a\n  - b\n- c'],
    ['<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>', '- a\n\n  b\n\n- c'],
    ['<ul><li>a</li></ul><ul><li>b</li></ul>', '- a\n\n+ b'],
    ['<ol><li>a<blockquote><p>q</p></blockquote></li></ol>', '1. a\n   > q'],
    [
      '<ul><li><span class="chcklst-box fa fa-square-o fa-fw"></span> a</li><li><span class="chcklst-box checked fa fa-check-square-o fa-fw"></span> b</li><li>[ ] c</li></ul>',
      '- [ ] a\n- [x] b\n- \\[ ] c',
    ],
  ])
})

t.test('tables keep their cells, whatever is in them', async t => {
  comes(t, markdown, [
    [
      '<div class="md-table"><table><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead><tbody><tr><td>x|y</td><td><code>a|b</code></td></tr></tbody></table></div>',
      '| a | b |\n| --- | --: |\n| x\\|y | `a\\|b` |',
    ],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', '|  |  |\n| --- | --- |\n| a | b |\n| c |  |'],
    [
      '<table><tr><th>h</th></tr><tr><td><p>a</p><ul><li>b</li><li>c</li></ul></td></tr></table>',
      '| h |\n| --- |\n| a<br>• b<br>• c |',
    ],
  ])
})

t.test('a quote of a post names its writer and leads to it, as far as both came along', async t => {
  const quote = (attributes: string, title: string) =>
    `<aside class="quote no-group" ${attributes}><div class="title"><div class="quote-controls"></div><img class="avatar" src="x"> ${title}</div><blockquote><p>Her words</p></blockquote></aside><p>Yes</p>`
  comes(t, markdown, [
    [
      quote('data-username="mia" data-post="3" data-topic="12"', 'mia:'),
      '> [@Mia](/t/42/waxing/3):\n> Her words\n\nYes',
    ],
    [
      quote('data-username="gone" data-post="3" data-topic="12"', 'gone:'),
      '> [@gone](/t/42/waxing/3):\n> Her words\n\nYes',
    ],
    [quote('data-username="mia" data-post="3" data-topic="99"', 'mia:'), '> **Mia:**\n> Her words\n\nYes'],
    [quote('data-post="1" data-topic="99"', 'Somebody:'), '> **Somebody:**\n> Her words\n\nYes'],
    [
      quote('data-post="1" data-topic="12"', '<a href="https://old.example/t/waxing/12">How to wax</a>'),
      '[How to wax](/t/42/waxing)\n\nYes',
    ],
  ])
  const inner = quote('data-username="jo" data-post="2" data-topic="12"', 'jo:')
  const nested = markdown(
    `<aside class="quote" data-username="mia" data-post="3" data-topic="12"><div class="title">mia:</div><blockquote>${inner}</blockquote></aside>`,
  )
  const page = parsePage(cookText(nested, known).html)
  t.equal(page.querySelectorAll('blockquote.quote blockquote.quote').length, 1, nested)
  const list = markdown(
    '<aside class="quote" data-username="mia" data-post="3" data-topic="12"><blockquote><ol start="3"><li>third</li></ol></blockquote></aside>',
  )
  t.equal(parsePage(cookText(list, known).html).querySelector('blockquote.quote ol')?.getAttribute('start'), '3', list)
})

t.test('mentions and links lead to where things are now', async t => {
  comes(t, markdown, [
    [
      '<p><a class="mention" href="/u/old_name">@old_name</a>, <a class="mention" href="/u/gone">@gone</a> <span class="mention">@EDIT</span></p>',
      '@jean.luc, @gone @EDIT',
    ],
    ['<p><a class="mention-group" href="/groups/staff">@staff</a></p>', '[@staff](https://old.example/groups/staff)'],
    ['<p>see <a href="https://old.example/t/waxing/12/3">this</a></p>', 'see [this](/t/42/waxing/3)'],
    [
      '<p><a href="https://old.example/t/waxing/12">https://old.example/t/waxing/12</a></p>',
      '[/t/42/waxing](/t/42/waxing)',
    ],
    [
      '<p><a href="/t/other/99">other</a> <a href="javascript:alert(1)">bad</a> <a href="#top">top</a></p>',
      '[other](https://old.example/t/other/99) bad top',
    ],
    ['<p><a href="https://a.example/x_(y)z">z</a></p>', '[z](https://a.example/x_%28y%29z)'],
    [
      '<p>Look! <a href="https://a.example/">a</a>!<a href="https://b.example/">b</a></p>',
      'Look! [a](https://a.example/)\\![b](https://b.example/)',
    ],
    [
      '<p><a class="hashtag" href="/c/tools/7">#<span>tools</span></a> <span class="hashtag">#include</span></p>',
      '[#tools](/c/tools) #include',
    ],
    [
      '<p><a class="badge-wrapper bullet" href="/c/tools/7"><span class="badge-category-bg"></span><span class="badge-category">Tools</span></a></p>',
      '[Tools](/c/tools)',
    ],
    ['<h2><a name="p-1" class="anchor" href="#p-1"></a>Title #</h2>', '## Title \\#'],
  ])
})

t.test('emoji pictures are characters, other pictures links, unless they came along', async t => {
  comes(t, markdown, [
    [
      '<p>x <img src="/i.png" class="emoji" alt=":wink:"> <img class="emoji only-emoji" alt=":slight_smile:"> <img class="emoji" alt=":wave:t3:"> <img class="emoji" alt=":our_own:"></p>',
      'x 😉 🙂 👋🏼 :our_own:',
    ],
    ['<p><img src="https://far.example/a%20b.png" alt=""></p>', '[a b.png](https://far.example/a%20b.png)'],
    ['<p><img src="/uploads/default/boot.jpg" alt="A boot"></p>', '![A boot](/uploads/bootkey/boot.jpg)'],
    [
      '<p>see <div class="lightbox-wrapper"><a class="lightbox" href="https://cdn.example/original/1.png" title="plan.png"><img src="https://cdn.example/small/1.png" alt="plan"><div class="meta"><svg><use href="#i"></use></svg><span class="filename">plan.png</span><span class="informations">744×315 4 KB</span></div></a></div> there</p>',
      'see [plan](https://cdn.example/original/1.png) there',
    ],
    ['<p><a href="https://b.example/"><img src="https://far.example/1.png"></a></p>', '[1.png](https://b.example/)'],
    ['<p><img src="data:image/png;base64,AAAA" alt="dot"></p>', 'dot'],
  ])
})

t.test('what Discourse looked up elsewhere is a link with its title', async t => {
  comes(t, markdown, [
    [
      '<aside class="onebox allowlistedgeneric" data-onebox-src="https://a.example/x"><header class="source"><img class="site-icon"><a href="https://a.example/x">a.example</a></header><article class="onebox-body"><h3><a href="https://a.example/x">A page</a></h3><p>About</p></article></aside>',
      '[A page](https://a.example/x)',
    ],
    [
      '<aside class="onebox githubblob"><header class="source"><a href="https://git.example/f#L1">git.example</a></header><article class="onebox-body"><h4><a href="https://git.example/f#L1">f.ts</a></h4><pre class="onebox"><code><ol class="lines"><li>code</li></ol></code></pre></article></aside>',
      '[f.ts](https://git.example/f#L1)',
    ],
    [
      '<div class="lazyYT" data-youtube-id="abc" data-youtube-title="A film"></div>',
      '[A film](https://www.youtube.com/watch?v=abc)',
    ],
    [
      '<div class="youtube-onebox lazy-video-container" data-video-id="abc" data-video-title="A film" data-provider-name="youtube"><a href="https://www.youtube.com/watch?v=abc"><img></a></div>',
      '[A film](https://www.youtube.com/watch?v=abc)',
    ],
    [
      '<div class="onebox video-onebox"><video controls><source src="https://a.example/v.mp4"><a href="https://a.example/v.mp4">https://a.example/v.mp4</a></video></div>',
      'https://a.example/v.mp4',
    ],
    ['<p><iframe src="https://player.example/1" title="Clip"></iframe></p>', '[Clip](https://player.example/1)'],
    ['<p><audio controls><source src="https://a.example/s.ogg"></audio></p>', '[s.ogg](https://a.example/s.ogg)'],
    ['<p>the <a href="https://a.example/x" class="inline-onebox">A page</a></p>', 'the [A page](https://a.example/x)'],
  ])
})

t.test('parts that fold, polls, dates, formulas and notes', async t => {
  comes(t, markdown, [
    [
      '<details>\n<summary>\nMore <b>of</b> it</summary>\n<p>x</p>\n<details><summary>b</summary><p>y</p></details></details><p>z</p>',
      ':::details More of it\nx\n\n:::details b\ny\n:::\n:::\n\nz',
    ],
    ['<div class="spoiler"><p>a</p><p>b</p></div>', ':::spoiler\na\n\nb\n:::'],
    [
      '<div class="poll" data-poll-name="poll"><div><div class="poll-container"><div class="poll-title">Which?</div><ul><li data-poll-option-id="1">Yes</li><li>No</li></ul></div><div class="poll-info"><p><span class="info-number">7</span> <span class="info-label">voters</span></p></div></div></div>',
      '**Which?**\n\n- Yes\n- No\n\n7 voters',
    ],
    [
      '<p>on <span class="discourse-local-date" data-date="2026-04-08" data-time="14:00:00" data-timezone="Etc/UTC">x</span></p>',
      'on 2026-04-08 14:00 UTC',
    ],
    ['<p>so <span class="math">T_2 = x</span></p><div class="math">\na_1\n</div>', 'so `T_2 = x`\n\n```\na_1\n```'],
    [
      '<p>a<sup class="footnote-ref"><a href="#footnote-5-1" id="footnote-ref-5-1">[1]</a></sup></p><hr class="footnotes-sep"><ol class="footnotes-list"><li id="footnote-5-1" class="footnote-item"><p>The note <a href="#footnote-ref-5-1" class="footnote-backref">↩︎</a></p></li></ol>',
      'a[^1]\n\n[^1]: The note',
    ],
    ['<hr><p>x</p>', '---\n\nx'],
  ])
})

t.test('what was changed in kind and what was lost is counted', async t => {
  const { mended, lost } = markdownFromHtml(
    '<p><img class="emoji" alt=":wink:"><img class="emoji" alt=":wink:"><svg><text>x</text></svg><blink>b</blink></p>',
    resolve,
  )
  t.strictSame([...mended], [['emoji', 2]])
  t.strictSame(
    [...lost],
    [
      ['svg', 1],
      ['blink', 1],
    ],
  )
})
