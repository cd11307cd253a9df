import './ops/postgres.test.ts'
import './ops/server.test.ts'
