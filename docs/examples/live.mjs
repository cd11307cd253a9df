// Prints what happens in a channel, also what happened while it was cut off. Needs `npm install ws`.
//   node live.mjs http://localhost:3000 thread:42 [position]
// As a member with GUILDHALL_TOKEN=gh_…, as a visitor without.
import { WebSocket } from 'ws'

const [site, channel, from = null] = process.argv.slice(2)
const token = process.env.GUILDHALL_TOKEN
const headers = token ? { authorization: `Bearer ${token}` } : {}
let after = from // the position of what was heard last; null: from now on
let wait = 500

function connect() {
  const socket = new WebSocket(new URL('/live', site.replace(/^http/, 'ws')), { headers })
  let silence
  const heard = () => {
    clearTimeout(silence)
    silence = setTimeout(() => socket.terminate(), 60_000) // the server asks for a sign of life every 30 s
  }
  socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', channel, after })))
  socket.on('ping', heard)
  socket.on('message', data => {
    heard()
    const frame = JSON.parse(data)
    if (frame.op === 'subscribed') [after, wait] = [frame.after, 500]
    if (frame.op === 'event') after = frame.id
    if (frame.op === 'reset') console.log('missed too much: read it again through the API')
    else console.log(JSON.stringify(frame))
    if (frame.op === 'error') process.exit(1)
  })
  socket.on('error', error => console.error(error.message))
  socket.on('close', code => {
    clearTimeout(silence)
    if (code === 4401) process.exit(1) // the token is over
    setTimeout(connect, wait * (0.5 + Math.random() / 2))
    wait = Math.min(wait * 2, 30_000)
  })
}
connect()
