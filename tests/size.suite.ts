import './size/plans.test.ts'
