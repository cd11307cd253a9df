/** The demo's brand and the house it keeps: a maker of small modular synthesizers that does not exist. */

import type { Right } from '../categories/tree.ts'

/** Settings of the community. Hue and vividness are those of a plum at dusk, as on its panels. */
export const SETTINGS = {
  'site.name': 'Roitelet',
  'site.tagline': 'Small synthesizers with a large voice · Petits synthés, grande voix',
  'site.locale': 'en',
  'site.hue': 318,
  'site.vividness': 10,
  'site.roundness': 12,
} as const

export type WorldCategory = {
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly tone: string
  readonly parent?: string
  /** Slugs of groups; without rights it is open to all. */
  readonly rights?: Readonly<Record<Right, readonly string[]>>
}

const STAFF = ['staff']

/** In their order; the last one is the team's own. */
export const CATEGORIES: readonly WorldCategory[] = [
  {
    slug: 'news',
    name: 'From the workshop',
    description: 'What we make, what we mend, what is late. Written by the team, answered by you.',
    tone: 'honey',
    rights: { see: ['everyone'], reply: ['members'], create: ['staff', 'workshop'], moderate: ['moderators'] },
  },
  {
    slug: 'first-patches',
    name: 'First patches',
    description: 'New to cables? Ask here. No question is too small; several have been smaller.',
    tone: 'fern',
  },
  {
    slug: 'modules',
    name: 'Modules',
    description: 'Pipit, Grive, Linnet and the rest of the flock: how they work, what they dislike.',
    tone: 'iris',
  },
  {
    slug: 'firmware',
    name: 'Firmware & tools',
    description: 'Updates, scripts, and the occasional oscilloscope.',
    tone: 'sky',
    parent: 'modules',
  },
  {
    slug: 'builds',
    name: 'Build logs',
    description: 'Cases, kits, panels cut at the kitchen table. Pictures welcome.',
    tone: 'rust',
  },
  {
    slug: 'patches',
    name: 'Patches & music',
    description: 'What you plugged into what, and what it sounded like at two in the morning.',
    tone: 'tarn',
  },
  {
    slug: 'atelier',
    name: "L'atelier",
    description: 'Le coin francophone : conseils, soudure, rencontres et café filtre.',
    tone: 'moss',
  },
  {
    slug: 'kettle',
    name: 'The kettle',
    description: 'Everything that has no jack. / Tout ce qui ne se branche pas.',
    tone: 'heather',
  },
  {
    slug: 'bench',
    name: 'The bench',
    description: 'For the team and the moderators. Nobody else sees this.',
    tone: 'stone',
    rights: { see: STAFF, reply: STAFF, create: STAFF, moderate: ['moderators'] },
  },
]

/** Who sees it, if not everybody. */
export const PRIVATE = 'bench'

type WorldTag = { readonly name: string; readonly description: string; readonly synonyms?: readonly string[] }

export const TAGS: readonly WorldTag[] = [
  {
    name: 'pipit',
    description: 'The oscillator: three waves, one octave switch, strong opinions.',
    synonyms: ['oscillator', 'vco'],
  },
  { name: 'grive', description: 'The filter that sings when you push it.', synonyms: ['filter', 'filtre', 'vcf'] },
  { name: 'linnet', description: 'Slow modulation and steered chance.', synonyms: ['lfo', 'random'] },
  { name: 'dipper', description: 'Echo, tape-like, with a will of its own.', synonyms: ['delay', 'echo'] },
  { name: 'whimbrel', description: 'The eight-step sequencer.', synonyms: ['sequencer', 'sequenceur'] },
  { name: 'siskin', description: 'Envelope and amplifier in one narrow panel.', synonyms: ['envelope', 'vca'] },
  { name: 'ruff', description: 'The wavefolder.', synonyms: ['wavefolder'] },
  { name: 'knot', description: 'The mixer with the lamps.', synonyms: ['mixer'] },
  { name: 'twite', description: 'Four small attenuverters. Everybody needs one more.', synonyms: ['attenuverter'] },
  { name: 'nid', description: 'Our cases: Nid 42 and Nid 84.', synonyms: ['case', 'nest', 'boitier'] },
  { name: 'power', description: 'Rails, ribbon cables, milliamps.', synonyms: ['psu', 'alimentation'] },
  {
    name: 'tuning',
    description: 'Volts per octave, and how to live with them.',
    synonyms: ['calibration', 'accordage'],
  },
  { name: 'firmware', description: 'What runs inside Whimbrel, Linnet and Dipper.', synonyms: ['update'] },
  { name: 'diy', description: 'Kits, solder, wood, aluminium.', synonyms: ['kit', 'soudure'] },
  { name: 'beginners', description: 'First weeks with cables.', synonyms: ['debutants'] },
  { name: 'patch', description: 'Patches that somebody else can plug in too.', synonyms: [] },
  { name: 'live', description: 'Playing in front of people, or of one patient cat.', synonyms: ['concert'] },
  { name: 'cables', description: 'Length, colour, and where they all go.', synonyms: ['jack'] },
  { name: 'repair', description: 'Something smells warm.', synonyms: ['reparation'] },
  { name: 'meet-up', description: 'In the same room, at last.', synonyms: ['rencontre'] },
  { name: 'ideas', description: 'Wishes for modules that do not exist yet.', synonyms: ['wishlist'] },
]

/** Groups besides those of every community; the first may be called by all who may call a group. */
export const GROUPS = [
  { slug: 'workshop', name: 'Roitelet workshop', mentionable: true },
  { slug: 'testers', name: 'Firmware testers', mentionable: false },
] as const

/** Who is signed in with, and what they are. */
export const SIGN_INS = ['juno', 'basile', 'odile'] as const
