import './live/thread.test.ts'
