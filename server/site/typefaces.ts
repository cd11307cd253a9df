/** The typefaces that a community chooses from: two that we bring, and what readers' systems have. Nothing comes from elsewhere. */

/** The stand-ins of our own have their measures, so that nothing moves when they come (client/styles/fonts.css). */
const STACKS = {
  bricolage: '"Bricolage Grotesque","Bricolage Fallback",system-ui,sans-serif',
  figtree: 'Figtree,"Figtree Fallback",system-ui,sans-serif',
  system: 'system-ui,sans-serif',
  // The three below are families that one system or another has: modernfontstacks.com
  humanist: 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans",source-sans-pro,sans-serif',
  serif: '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,serif',
  slab: 'Rockwell,"Rockwell Nova","Roboto Slab","DejaVu Serif","Sitka Small",serif',
} as const

type Face = keyof typeof STACKS

export const FACES = ['bricolage', 'figtree', 'system', 'humanist', 'serif', 'slab'] as const satisfies readonly Face[]

/** Those that a browser fetches from us. */
export const FETCHED = ['bricolage', 'figtree'] as const satisfies readonly Face[]

/** What stands in a stylesheet. */
export const stackOf = (face: Face): string => STACKS[face]
