import { Type } from 'typebox'
import { PERIODS } from '../threads/periods.ts'

export const PeriodParam = Type.Enum([...PERIODS], {
  description: 'The last day, 7, 30, 91 or 365 days, or all that ever was',
})
