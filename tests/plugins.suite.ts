import './plugins/host.test.ts'
