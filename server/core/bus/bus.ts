/**
 * How the processes of one community wake each other. Nothing travels but topics, short names of what is another now:
 * who hears one reads the truth from the database. So a topic that comes twice does no harm, and one that is lost costs
 * time only: the log is polled as well, and a process that may have missed something is told so.
 */

import { readChannel } from '../live/channel.ts'

/** `log`: events were numbered. `missed`: anything may have happened. `state:thread:42`: a live channel's state changed. */
export type Topic = 'log' | 'missed' | `state:${string}:${string}`

export type Bus = {
  /** Tells all other processes, in a moment; never the one that says it. */
  publish(topic: Topic): void
  /** Begins to hear what others say. */
  listen(listener: (topic: Topic) => void): void
  /** Says what is left to say, and goes. */
  close(): Promise<void>
}

/** Of a process that is alone. */
export const LOCAL_BUS: Bus = { publish: () => {}, listen: () => {}, close: async () => {} }

const STATE = 'state:'

export const stateTopic = (kind: string, argument: string): Topic => `${STATE}${kind}:${argument}`

/** The channel that a topic names by kind and argument; null for another topic. */
export function stateOf(topic: Topic): { kind: string; argument: string } | null {
  if (!topic.startsWith(STATE)) return null
  const { kind, argument } = readChannel(topic.slice(STATE.length))
  return { kind, argument: argument ?? '' }
}

/** The one reader of what arrives. A newer release may know more topics than this one. */
export const isTopic = (text: string): text is Topic =>
  text === 'log' || text === 'missed' || /^state:[^:]+:/.test(text)
