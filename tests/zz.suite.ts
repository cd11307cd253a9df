import './plugins/kinds.test.ts'
