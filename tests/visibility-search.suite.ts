import './visibility/search.test.ts'
