import './browser/swap.test.ts'
