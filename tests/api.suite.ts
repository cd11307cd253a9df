import './api/every-operation.test.ts'
import './api/hostile.test.ts'
import './api/typed-client.test.ts'
