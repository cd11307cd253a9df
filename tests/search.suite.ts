import './search/engine.test.ts'
