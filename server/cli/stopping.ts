/** Ctrl-C, or a kind kill, while long work is under way: it comes to an end that leaves nothing half done. */
export function askedToStop(): AbortSignal {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  return stop.signal
}
