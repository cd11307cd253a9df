import './wire/wire.test.ts'
