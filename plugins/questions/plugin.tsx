/** Questions: a kind of thread whose asker accepts an answer, and whose answers the team can verify. */
import { definePlugin, type PluginKind } from 'guildhall/plugin'
import { KIND } from './answers.ts'
import { api } from './api.ts'
import { play } from './demo.ts'
import { describe } from './describe.ts'
import { LISTENERS } from './follow.ts'
import { KEEPS } from './keeps.ts'
import { pages } from './pages.ts'
import { bestOf, type QuestionState, stateOf, statesOf } from './queries.ts'
import { remind } from './remind.ts'
import { takeUp } from './take-up.ts'
import { tellSome } from './tell.ts'
import { unanswered } from './unanswered.ts'
import { MARKING, SAME, VIEWS } from './views.tsx'
import { WORDS } from './words.ts'

const question: PluginKind<QuestionState> = {
  name: { en: 'Question', fr: 'Question' },
  description: { en: 'Something to be answered', fr: 'Quelque chose qui attend une réponse' },
  icon: 'circle-help',
  permission: 'ask',
  statuses: {
    open: { name: { en: 'Unanswered', fr: 'Sans réponse' }, tone: 'stone', waits: true },
    answered: { name: { en: 'Answered', fr: 'Résolue' }, tone: 'ok' },
  },
  list: {
    path: '/questions',
    title: { en: 'Questions', fr: 'Questions' },
    description: {
      en: 'What people want to know, and what answers it.',
      fr: 'Ce que l’on veut savoir, et ce qui y répond.',
    },
    tabs: [
      { status: 'open', label: { en: 'Unanswered', fr: 'Sans réponse' } },
      { status: 'answered', label: { en: 'Answered', fr: 'Résolues' } },
    ],
  },
  load: (ctx, threads) =>
    statesOf(
      ctx,
      threads.map(({ id }) => id),
    ),
  views: VIEWS,
  best: async (ctx, { id }) => bestOf(await stateOf(ctx, id)),
  describe,
}

export default definePlugin({
  id: 'questions',
  name: { en: 'Questions', fr: 'Questions' },
  description: {
    en: 'Threads that ask something: accepted and verified answers, and who has the same question.',
    fr: 'Des fils qui demandent quelque chose : réponses acceptées et vérifiées, et qui a la même question.',
  },
  version: '1.0.0',
  requires: { server: '>=0.1.0' },
  capabilities: ['tables', 'routes', 'jobs'],
  permissions: {
    ask: { label: { en: 'Ask questions', fr: 'Poser des questions' }, default: ['members'] },
    verify: { label: { en: 'Verify answers', fr: 'Vérifier des réponses' }, default: ['staff'] },
  },
  settings: {
    remindAfterDays: {
      ...{ type: 'integer', default: 5, min: 0, max: 365 },
      label: {
        en: 'Remind askers to accept an answer after so many days',
        fr: 'Rappeler d’accepter une réponse après tant de jours',
      },
      help: { en: '0: never. Once for each question.', fr: '0 : jamais. Une fois par question.' },
    },
  },
  locales: WORDS,
  migrations: './migrations',
  claims: ['/questions'],
  kinds: { [KIND]: question },
  notifications: {
    accepted: {
      label: { en: 'My answer was accepted', fr: 'Ma réponse a été acceptée' },
      text: { en: '{name} accepted your answer', fr: '{name} a accepté votre réponse' },
      icon: 'circle-check',
    },
    verified: {
      label: { en: 'My answer was verified', fr: 'Ma réponse a été vérifiée' },
      text: { en: '{name} verified your answer', fr: '{name} a vérifié votre réponse' },
      icon: 'badge-check',
    },
    answered: {
      label: { en: 'A question of mine was answered', fr: 'Une de mes questions a sa réponse' },
      text: { en: 'A question that you have was answered', fr: 'Une question que vous avez a sa réponse' },
      icon: 'circle-check',
    },
    reminder: {
      label: { en: 'Reminder to accept an answer', fr: 'Rappel d’accepter une réponse' },
      text: {
        en: 'Has your question been answered? Accept an answer',
        fr: 'Votre question a-t-elle sa réponse ? Acceptez une réponse',
      },
      icon: 'circle-help',
    },
  },
  viewerSlots: { marks: MARKING, same: SAME },
  on: LISTENERS,
  refreshes: [
    'questions.accepted',
    'questions.verified',
    'questions.withdrawn',
    'questions.joined',
    'questions.left',
    'questions.settled',
  ],
  jobs: {
    tell: { run: tellSome },
    // When most of Europe and America are awake.
    remind: { every: '0 15 * * *', run: remind },
    takeUp: { every: '17 * * * *', run: takeUp },
  },
  demo: { play },
  keeps: KEEPS,
  pages,
  api,
  verbs: { unanswered },
})
