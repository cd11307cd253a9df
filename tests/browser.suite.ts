import './browser/journeys.test.ts'
import './browser/weight.test.ts'
