/** What plugins tell members of. */
import type { Ctx } from '../core/context.ts'

export type Told = { readonly memberId: number; readonly postId: number; readonly actorId: number | null }

export async function notify(_ctx: Ctx, _kind: string, _told: readonly Told[]): Promise<void> {}
