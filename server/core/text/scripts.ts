/** Latin beside Cyrillic or Greek is how one name is dressed up as another (Unicode TR 39, "mixed-script confusables"). */
const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u]

export const mixesScripts = (name: string): boolean => SCRIPTS.filter(script => script.test(name)).length > 1
