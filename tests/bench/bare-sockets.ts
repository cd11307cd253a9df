/** *Bare*: `ws` sending the same bytes to all who are there, each time it is told to, and saying when it began. */
import { readFileSync } from 'node:fs'
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
server.on('listening', () => process.send?.(server.address()))
process.on('message', (file: string) => {
  const bytes = readFileSync(file)
  process.send?.(performance.timeOrigin + performance.now())
  for (const socket of server.clients) socket.send(bytes, { binary: false })
})
process.on('disconnect', () => process.exit())
