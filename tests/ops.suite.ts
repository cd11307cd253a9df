import './ops/postgres.test.ts'
import './ops/server.test.ts'
import './ops/moving.test.ts'
