import './architecture.test.ts'
import './core/env.test.ts'
import './core/i18n.test.ts'
import './core/events.test.ts'
