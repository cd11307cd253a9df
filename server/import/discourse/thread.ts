/** The thread's side of reading: says of each document that it is sent what it is. */
import { parentPort } from 'node:worker_threads'
import { type Found, foundIn } from './read.ts'

const port = parentPort
if (!port) throw new Error('this file is run as a worker')

port.on('message', (contents: readonly Uint8Array[]) =>
  port.postMessage(contents.map(foundIn) satisfies readonly Found[]),
)
