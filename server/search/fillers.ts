/**
 * What holds a question together and says nothing of what is asked: "how do I", "est-ce que". It is in the index as all words
 * are, so that "the who" is found; but beside other words it need not be there.
 */
import { plain } from '../../client/lib/plain.ts'

const ENGLISH = `a am an and any are as at be been but by can could did do does for from had has have how i if in into is it
  its me my of on or our should so some than that the their them then there these they this those to was we were what when
  where which who whom whose why will with would you your not dont doesnt didnt isnt cant wont`

/** The parts of "don't" and "I'm". */
const CONTRACTED = 'aren couldn didn doesn don hasn haven isn shouldn t wasn weren won wouldn ll m re ve'

const FRENCH = `ai au aux avec avez avons c ca ce cela ces cet cette combien comment d dans de des doit dois du elle elles en es
  est et eu faut il ils j je l la le les leur leurs ma mais me mes mon n ne nos notre nous on ont ou par pas peut peux pour
  pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa se ses si son sont suis sur ta te tes ton tu un une vos
  votre vous y`

const listOf = (text: string): string[] => text.split(/\s+/)
const FILLERS = new Set([...listOf(ENGLISH), ...listOf(FRENCH)])
const PARTS = new Set([...FILLERS, ...listOf(CONTRACTED)])

/** @param words of what was typed as one */
export const isFiller = (words: readonly string[]): boolean =>
  words.every(word => (words.length > 1 ? PARTS : FILLERS).has(plain(word)))

const ELISION = /^(?:[cdjlmnst]|jusqu|lorsqu|puisqu|qu)['’ʼ](?=.)/u
const POSSESSIVE = /(?<=.)['’ʼ]s$/u
/** "Grincent-ils", "recharge-t-il"; not "-on" and "-vous", with which nouns end. */
const ASKED = /(?<=.)-(?:(?:t-)?(?:ils?|elles?|je|tu)|t-on)$/u

/** A word without what grammar hung onto it: "l'eau", "rider's", "grincent-ils". */
export const bare = (word: string): string => word.replace(ELISION, '').replace(POSSESSIVE, '').replace(ASKED, '')
