export { fillReactions, ReactionBar } from './views/bar.tsx'
export { ReactionsPage } from './views/people.tsx'
