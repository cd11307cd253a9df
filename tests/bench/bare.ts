/** *Bare*: Fastify sending the same page from memory. `node --import tsx bare.ts <file>` serves it at /buffer and /string. */
import { readFileSync } from 'node:fs'
import fastify from 'fastify'

const buffer = readFileSync(process.argv[2] ?? '')
const string = buffer.toString('utf8')
const app = fastify()
app.get('/buffer', async (_request, reply) => reply.type('text/html; charset=utf-8').send(buffer))
app.get('/string', async (_request, reply) => reply.type('text/html; charset=utf-8').send(string))
console.log(await app.listen({ port: 0, host: '127.0.0.1' }))
