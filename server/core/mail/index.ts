/** Mail as a feature: written by consumers with `queue`, sent and forgotten by jobs. The core imports no `feature.ts`. */
import { forget, send } from './queue.ts'

export default {
  id: 'mail',
  jobs: { 'mail.send': send, 'mail.forget': forget },
  schedules: [{ cron: '40 3 * * *', job: 'mail.forget' }],
}
