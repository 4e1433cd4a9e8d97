import type { Socket } from 'node:net'
import { answer } from './commands/table'
import type { Call, Caller, Service } from './commands/call'
import { frame, MessageReader, WireError, type Message } from './wire'

const MAX_WAITING = 100
// How long a client that is being hung up on may take to read its last reply.
const PATIENCE_MS = 2000

/** One connection. */
export interface Conversation {
  /** Answers what has been asked, then hangs up. */
  finish(): Promise<void>
}

/** Answers the requests of one connection one after another, in the order they came, however many are sent ahead. */
export function converse(service: Service, socket: Socket, caller: Caller): Conversation {
  const reader = new MessageReader()
  const waiting: Message[] = []
  let working: Promise<void> | undefined
  const work = async () => {
    for (let message = waiting.shift(); message && !socket.destroyed; message = waiting.shift()) {
      await reply(service, socket, message, caller)
      if (waiting.length === 0) socket.resume()
    }
    working = undefined
  }
  socket.on('error', () => socket.destroy())
  socket.on('data', chunk => {
    try {
      waiting.push(...reader.push(chunk as Buffer))
    } catch (error) {
      if (!(error instanceof WireError)) console.error(error)
      socket.destroy()
      return
    }
    if (waiting.length > MAX_WAITING) socket.pause()
    if (waiting.length > 0) working ??= work()
  })
  return {
    async finish() {
      socket.pause()
      await working
      socket.destroySoon()
      setTimeout(() => socket.destroy(), PATIENCE_MS).unref()
    },
  }
}

async function reply(service: Service, socket: Socket, message: Message, caller: Caller): Promise<void> {
  const { body, sequences } = message
  const name = Object.keys(body)[0] ?? ''
  const database = typeof body['$db'] === 'string' ? body['$db'] : 'test'
  const call: Call = { service, name, database, body, sequences, ...caller }
  const bytes = await answer(call)
  if (message.wantsNoReply || socket.destroyed) return
  const [head, ...rest] = frame(message, [bytes])
  socket.cork()
  let accepted = socket.write(head!)
  for (const part of rest) accepted = socket.write(part)
  socket.uncork()
  if (!accepted) await drained(socket)
}

// A client that asks faster than it reads waits for its own replies.
function drained(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    const go = () => {
      socket.off('drain', go).off('close', go)
      resolve()
    }
    socket.on('drain', go).on('close', go)
  })
}
