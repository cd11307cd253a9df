import { VISITOR } from '../core/actor.ts'
import { type Ctx, makeContext } from '../core/context.ts'

/**
 * What is offered here is made for a visitor, whoever asks: programs fetch it, which carry no session, and those in between
 * keep it. In the community's own language, since nobody's is known.
 */
export const asVisitor = ({ host, db }: Ctx): Ctx => makeContext({ host, db, actor: VISITOR })
