import './search/engine.test.ts'
import './search/indexing.test.ts'
import './search/language.test.ts'
