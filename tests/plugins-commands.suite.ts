import './plugins/admin-commands.test.ts'
