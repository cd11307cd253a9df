/** The one file that knows nodemailer: a mail to the operator's server. */

export type OutgoingMail = {
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

const TIMEOUTS = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 } as const

/** Sends one mail over its own connection. @throws what the server answered */
export async function deliver({
  smtpUrl,
  from,
  mail,
}: {
  smtpUrl: string
  from: string
  mail: OutgoingMail
}): Promise<void> {
  // Loaded with the first mail: most processes start without sending any.
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({ url: smtpUrl, ...TIMEOUTS, disableFileAccess: true, disableUrlAccess: true })
  try {
    await transport.sendMail({
      from,
      // As an object: a string would be parsed as a list of addresses.
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
  } finally {
    transport.close()
  }
}
