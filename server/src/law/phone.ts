/** A device under test: the shipped client, replica and outbox on a line that misbehaves. */
import { conversations, type Changes } from '@community-chat/shared/capabilities/conversations/contract'
import { messages, type Message } from '@community-chat/shared/capabilities/messages/contract'
import { createClient, type Client } from '@community-chat/shared/protocol/client'
import { createDevice, type Device, type DeviceState } from '@community-chat/shared/protocol/device'
import type { PushFrame, ServerFrame, SkipFrame } from '@community-chat/shared/protocol/frame'
import type { Outbox } from '@community-chat/shared/protocol/outbox'
import type { Replica } from '@community-chat/shared/protocol/replica'
import type * as z from 'zod/mini'
import type { Chance } from './chance'
import type { Line } from './line'
import { Trail } from './trail'
import { type Ears, nodeTransport, quickClock } from './transport'
import type { Witness } from './witness'

export interface Person {
  name: string
  id: string
  token: string
}

/** Alters what arrives, as a planted bug does; null keeps the frame from the device. */
export type Tamper = (frame: ServerFrame, state: () => DeviceState) => ServerFrame | null

export interface PhoneParts {
  name: string
  person: Person
  line: Line
  node: number
  dice: Chance
  witness: Witness
  tamper?: Tamper
}

/** Frames that may arrive twice or late: those with a place in a room's chain, and answers. */
interface Weather {
  doubled: number
  late: number
}

export class Phone {
  readonly name: string
  readonly person: Person
  readonly line: Line
  /** The node its line leads to. */
  node: number
  weather: Weather = { doubled: 0, late: 0 }
  client!: Client
  device!: Device
  isOn = false
  readonly trail = new Trail()
  private stored: { replica: string | null; outbox: Map<string, string> } = {
    replica: null,
    outbox: new Map(),
  }
  private made = 0
  private isEnded = false

  constructor(private readonly parts: PhoneParts) {
    this.name = parts.name
    this.person = parts.person
    this.line = parts.line
    this.node = parts.node
    this.switchOn()
  }

  /** Starts the app with what it had stored. */
  switchOn(): void {
    if (this.isOn || this.isEnded) return
    this.isOn = true
    this.trail.note(null, `on at node ${this.node}`)
    const { person, line } = this.parts
    const token = async () => person.token
    this.client = createClient(nodeTransport(line.port, this.ears()), { fresh: token, renew: token })
    this.device = createDevice({
      me: person.id,
      client: { ...this.client, call: this.call },
      clock: { ...quickClock, random: Math.random },
      stored: {
        replica: this.stored.replica === null ? null : (JSON.parse(this.stored.replica) as Replica),
        outbox: [...this.stored.outbox.values()].map(text => JSON.parse(text) as Outbox[number]),
      },
      outboxStore: {
        keep: async (clientId, entry) => {
          if (entry) this.stored.outbox.set(clientId, JSON.stringify(entry))
          else this.stored.outbox.delete(clientId)
        },
      },
      newClientId: () => `${this.name}-${String(++this.made).padStart(6, '0')}`.padStart(20, '-'),
    })
    this.client.start()
  }

  /** Stores what a device stores of its rooms. */
  store(): void {
    this.trail.note(null, 'stored')
    this.stored.replica = JSON.stringify(this.device.get().replica)
  }

  /** The app is killed; it comes back with its outbox and what was last stored. */
  switchOff(): void {
    if (!this.isOn) return
    this.isOn = false
    this.device.stop()
    this.client.stop()
    this.line.cut()
  }

  /** Switches it off for good. */
  async end(): Promise<void> {
    this.isEnded = true
    this.switchOff()
    await this.line.close()
  }

  /** Goes over to another node. */
  moveTo(node: number): void {
    this.trail.note(null, `to node ${node}`)
    this.node = node
    this.line.cut()
  }

  /** How a room stands on this device. */
  private stand(roomId: string): string {
    const room = this.device.get().replica.rooms[roomId]
    return room ? `${room.mark}/${room.head} ${JSON.stringify(room.ranges)}` : 'unknown'
  }

  private noteAnswer(type: string | undefined, input: any, output: any): void {
    if (type === 'sync')
      for (const [roomId, from] of Object.entries(input.rooms)) {
        const change = (output as z.output<typeof Changes>).rooms.find(one => one.roomId === roomId)
        const told = change
          ? `${change.to}${change.gap ? ' gap' : ''} ${change.messages.map(one => one.rev).join()}`
          : 'nothing'
        this.trail.note(roomId, `sync ${from}: ${told}; at ${this.stand(roomId)}`)
      }
    else if (type === 'history')
      this.trail.note(
        input.roomId,
        `page ${JSON.stringify({ ...input, roomId: undefined })} at ${output.at}: ` +
          `${output.items.map((one: Message) => `${one.seq}.${one.rev}`).join()}; at ${this.stand(input.roomId)}`,
      )
  }

  private call: Client['call'] = async (route, input) => {
    const output = await this.client.call(route, input)
    this.noteAnswer(route.type, input, output)
    const { witness } = this.parts
    if ((route as unknown) === messages.routes.send) witness.acked(output as Message)
    if ((route as unknown) === conversations.routes.sync)
      witness.count('gap', (output as z.output<typeof Changes>).rooms.filter(({ gap }) => gap).length)
    witness.count(route.name)
    return output
  }

  private ears(): Ears {
    const { witness, person, dice, tamper } = this.parts
    return {
      answer: body => witness.hear(person.id, body, 'http'),
      frame: (frame, deliver) => {
        const heard = tamper ? tamper(frame, () => this.device.get()) : frame
        if (!heard) return
        witness.hear(person.id, heard, `${this.name} ${heard.type} at node ${this.node}`)
        witness.count(heard.type)
        const isAnswer = heard.type === 'reply' || heard.type === 'fault'
        if (!isAnswer && !isChained(heard)) return deliver(heard)
        const handOn = () => {
          deliver(heard)
          if (isAnswer) return
          const { roomId, prev, rev } = placeOf(heard)
          this.trail.note(roomId, `${heard.type} ${prev}>${rev}: ${this.stand(roomId)}`)
        }
        const later = () => setTimeout(handOn, dice.next() * 250)
        if (dice.next() < this.weather.late) later()
        else handOn()
        if (!isAnswer && dice.next() < this.weather.doubled) later()
      },
    }
  }
}

/** Which value of which room a frame carries, and the one before it. */
export function placeOf(frame: object): { roomId: string; rev: number; prev: number; isSkip: boolean } {
  if ((frame as SkipFrame).type === 'skip') return { ...(frame as SkipFrame), isSkip: true }
  const { message, prev } = (frame as PushFrame).data as { message: Message; prev: number }
  return { roomId: message.roomId, rev: message.rev, prev, isSkip: false }
}

/** True for a frame that carries a value of a room's counter and the one before it. */
export const isChained = (frame: ServerFrame): boolean =>
  frame.type === 'skip' || typeof (frame as { data?: { prev?: unknown } | null }).data?.prev === 'number'
