/** A mail server for tests. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A server that keeps what it is sent; while `refusal` is set it takes nothing. */
export async function startSmtp() {
  const received: ParsedMail[] = []
  const state: { refusal: string | null } = { refusal: null }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => done(state.refusal ? new Error(state.refusal) : null),
    onData: (stream, _session, done) => {
      simpleParser(stream).then(
        mail => {
          received.push(mail)
          done()
        },
        error => done(error),
      )
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    state,
    close: () => new Promise<void>(done => server.close(done)),
  }
}
