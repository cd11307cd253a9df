/** Fields that plugins add to members: which values are read for whom, and how they are sent and stored. */
import { eq, type SQL, sql } from 'drizzle-orm'
import { type TOptional, type TString, Type } from 'typebox'
import { members } from '../../db/tables/index.ts'
import type { Ctx } from '../core/context.ts'
import { oneOf } from '../core/db.ts'
import {
  type FieldTexts,
  fieldName,
  fieldsChange,
  type MemberFields,
  MOST_LETTERS,
  namesInSight,
} from '../core/member-fields.ts'
import { showsProfile } from './privacy.ts'

/** Those of these names that a member filled in. */
const among = (names: readonly string[]): SQL => sql`(
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(${members.fields})
  where key = any(${sql.param([...names])}::text[]))`

/** What the actor, or whom they have just become, sees of a member's fields; null where there is nothing to see. */
export function seenFields(ctx: Ctx, self: number | null): SQL<FieldTexts | null> {
  const declared = [...ctx.host.memberFields.keys()]
  if (declared.length === 0) return sql<null>`null`
  return sql<FieldTexts | null>`case when ${eq(members.id, self ?? 0)} then ${among(declared)}
    when ${showsProfile(ctx, self)} then ${among(namesInSight(ctx))} end`
}

/** The values of these fields for members who have any, whoever may see them: for who declared them. One query. */
export async function valuesOf(
  ctx: Ctx,
  memberIds: readonly number[],
  names: readonly string[],
): Promise<ReadonlyMap<number, FieldTexts>> {
  if (memberIds.length === 0) return new Map()
  const rows = await ctx.db
    .select({ id: members.id, values: sql<FieldTexts>`${among(names)}` })
    .from(members)
    .where(oneOf(members.id, memberIds))
  return new Map(rows.flatMap(({ id, values }) => (Object.keys(values).length > 0 ? [[id, values]] : [])))
}

/** The column after what was sent of it. @throws Invalid */
export function fieldsWith(ctx: Ctx, given: Readonly<Record<string, string | null>>): SQL {
  const { values, emptied } = fieldsChange(ctx.host.memberFields, given)
  return sql`(${members.fields} - ${sql.param([...emptied])}::text[]) || ${JSON.stringify(values)}::jsonb`
}

/** What a form sends of them, each under `fields.<name>`. */
export const fieldsForm = (fields: MemberFields): Record<string, TOptional<TString>> =>
  Object.fromEntries(
    [...fields.keys()].map(name => [fieldName(name), Type.Optional(Type.String({ maxLength: MOST_LETTERS }))]),
  )

/** The fields among what a form sent, by their names. */
export const fieldsSent = (fields: MemberFields, sent: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    [...fields.keys()].flatMap(name => {
      const value = sent[fieldName(name)]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )

/** A member's own values as their form shows them. */
export const fieldValues = (fields: FieldTexts | null): Record<string, string> =>
  Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [fieldName(name), value]))
