import './visibility/visibility.test.ts'
