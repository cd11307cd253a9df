import './processes/bus.test.ts'
import './processes/limits.test.ts'
import './processes/pair.test.ts'
