/** What members are told of. */

/** Why a post is told, the strongest first: of one post a member hears once, for the strongest reason that fits. */
export const REASONS = ['mention', 'quote', 'reply', 'thread'] as const
export type Reason = (typeof REASONS)[number]

/** What a member may do without. A reminder is their own wish. */
export const QUIETABLE = [...REASONS, 'reaction'] as const
export type Quietable = (typeof QUIETABLE)[number]

export type Kind = Quietable | 'reminder'
