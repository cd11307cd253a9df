/** Starts what makes pages more comfortable. Each of them works without. */
import { arrive } from './behaviors/arrive.ts'
import { bell } from './behaviors/bell.ts'
import { busySubmit } from './behaviors/busy-submit.ts'
import { charCount } from './behaviors/char-count.ts'
import { composer } from './behaviors/composer.ts'
import { copyLink } from './behaviors/copy-link.ts'
import { find } from './behaviors/find.ts'
import { findSettings } from './behaviors/find-settings.ts'
import { focusFirst } from './behaviors/focus-first.ts'
import { huePreview } from './behaviors/hue-preview.ts'
import { localTime, watchPaper } from './behaviors/local-time.ts'
import { lookPreview } from './behaviors/look-preview.ts'
import { watchNames } from './behaviors/member-card.ts'
import { menu } from './behaviors/menu.ts'
import { ownZone } from './behaviors/own-zone.ts'
import { picturePreview } from './behaviors/picture-preview.ts'
import { readTracker } from './behaviors/read-tracker.ts'
import { related } from './behaviors/related.ts'
import { reorder } from './behaviors/reorder.ts'
import { swap } from './behaviors/swap.ts'
import { tagField } from './behaviors/tag-field.ts'
import { startBehaviors } from './lib/behavior.ts'
import { hearPlugins } from './lib/hear-plugins.ts'
import { openKeys, watchKeys } from './lib/keys.ts'
import { watchDevice } from './lib/watch-device.ts'

startBehaviors({
  bell,
  'busy-submit': busySubmit,
  'char-count': charCount,
  composer,
  'copy-link': copyLink,
  find,
  'find-settings': findSettings,
  'focus-first': focusFirst,
  'hue-preview': huePreview,
  keys: element => {
    element.hidden = false
    element.addEventListener('click', openKeys)
  },
  'local-time': localTime,
  'look-preview': lookPreview,
  menu,
  'picture-preview': picturePreview,
  'own-zone': ownZone,
  related,
  reorder,
  swap,
  'read-tracker': readTracker,
  'tag-field': tagField,
})

if (document.documentElement.dataset.me || document.querySelector('main[data-live]')) {
  import('./live/start.ts').then(({ startLive }) => startLive()).catch(() => undefined)
}
arrive()
hearPlugins()
watchDevice()
watchNames()
watchPaper()
watchKeys()
