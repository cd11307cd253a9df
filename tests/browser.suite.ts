import './browser/journeys.test.ts'
