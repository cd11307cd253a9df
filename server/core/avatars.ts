/** Members' pictures: the sizes they are kept in, and where they are. Their address holds a key that nobody can guess. */

/** Sides of the square, in pixels. */
export const AVATAR_SIZES = [48, 96, 192, 384] as const
export type AvatarSize = (typeof AVATAR_SIZES)[number]

export const avatarPath = (key: string, size: AvatarSize): string => `/avatars/${key}/${size}.webp`
