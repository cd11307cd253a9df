export { wrongCounters } from '../../server/counters/counters.ts'
