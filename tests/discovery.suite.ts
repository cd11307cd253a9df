import './discovery/print.test.ts'
