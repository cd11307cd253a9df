import './browser/journeys.test.ts'
import './browser/views.test.ts'
