/** What must not compile: tsc checks this file with the server's types, and nothing runs it. */
import { contract, push, route, type Input } from '@community-chat/shared/protocol/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { Id } from '@community-chat/shared/protocol/fields'
import * as z from 'zod/mini'
import { capability, type CapabilityParts, type Handler } from '../kernel/capability'
import type { Context } from '../kernel/context'
import { event, when } from '../kernel/bus'
import { before, checkPoint } from '../kernel/checks'

const probes = contract('probes', {
  faults: { no_luck: [409, 'No luck today.'] },
  routes: {
    add: route({
      http: 'POST /probes',
      access: 'user',
      limit: '60/min',
      summary: 'Add one.',
      input: z.object({ name: z.string(), size: z._default(z.int(), 1) }),
      output: z.object({ id: Id }),
    }),
    remove: route({
      http: 'DELETE /probes/:id',
      access: 'user',
      limit: '60/min',
      summary: 'Take one away.',
      input: z.object({ id: Id }),
      output: z.null(),
    }),
  },
  pushes: {
    added: push({ type: 'probe_added', to: 'room', summary: 'One was added.', data: z.object({ id: Id }) }),
  },
})

const add: Handler<typeof probes.routes.add> = async (_ctx, { name, size }) => ({
  id: `${name}${size.toFixed()}`,
})
const remove: Handler<typeof probes.routes.remove> = async () => null

// The right one compiles.
capability(probes, { routes: { add, remove }, personal: 'none' })

// A missing handler does not.
// @ts-expect-error remove is missing
capability(probes, { routes: { add }, personal: 'none' })

// A handler for a route that is not in the contract does not.
// @ts-expect-error rename is not a route
capability(probes, { routes: { add, remove, rename: remove }, personal: 'none' })

// A handler in another's place does not.
// @ts-expect-error remove answers null, not an id
capability(probes, { routes: { add: remove, remove }, personal: 'none' })

// Personal data must be spoken for.
// @ts-expect-error personal is missing
capability(probes, { routes: { add, remove } })
// @ts-expect-error personal answers for erasing and for export
capability(probes, { routes: { add, remove }, personal: { erase: async () => undefined } })
// @ts-expect-error there is no other word for it
capability(probes, { routes: { add, remove }, personal: 'later' })

// A wrong output does not.
// @ts-expect-error the id is text
export const wrongOutput: Handler<typeof probes.routes.add> = async () => ({ id: 7 })
// @ts-expect-error something must be answered
export const noOutput: Handler<typeof probes.routes.add> = async () => undefined
// @ts-expect-error a field that the contract lacks
export const noSuchInput: Handler<typeof probes.routes.add> = async (_ctx, { colour }) => ({
  id: String(colour),
})

// Defaults are there for a handler, and may be left out by a caller.
export const parsed: Handler<typeof probes.routes.add> = async (_ctx, { size }) => ({ id: size.toFixed() })
export const asked: Input<typeof probes.routes.add> = { name: 'x' }
// @ts-expect-error a name is needed
export const tooLittle: Input<typeof probes.routes.add> = { size: 1 }

// A code that neither the contract nor everyone knows does not.
fault(probes, 'no_luck')
fault('not_found')
// @ts-expect-error not declared
fault(probes, 'bad_luck')
// @ts-expect-error not common
fault('no_luck')
// @ts-expect-error a common code is not one of the contract
fault(probes, 'not_found')

// A push carries its data and goes somewhere.
declare const ctx: Context
ctx.push(probes.pushes.added, { room: 'r' }, { id: 'x' })
// @ts-expect-error the id is text
ctx.push(probes.pushes.added, { room: 'r' }, { id: 7 })
// @ts-expect-error nowhere is no place
ctx.push(probes.pushes.added, {}, { id: 'x' })

// An event and those who listen agree.
const happened = event<{ id: string }>('probes.happened')
void ctx.emit(happened, { id: 'x' })
// @ts-expect-error the id is text
void ctx.emit(happened, { id: 7 })
// @ts-expect-error another payload
when(happened, (_ctx, { count }) => count)

// A check answers with what it was asked about.
const checking = checkPoint<{ text: string }>('probes.checking')
before(checking, 'fine', (_ctx, draft) => ({ answer: 'replace', value: { text: draft.text.trim() } }))
// @ts-expect-error the text is text
before(checking, 'wrong', () => ({ answer: 'replace', value: { text: 7 } }))
// @ts-expect-error there is no such answer
before(checking, 'unknown', () => ({ answer: 'perhaps' }))

// What a contract must say.
const parts = {
  http: 'GET /x',
  access: 'user',
  limit: '1/s',
  summary: 'X.',
  input: z.object({}),
  output: z.null(),
} as const
route(parts)
// @ts-expect-error who may call is not stated
route({ ...parts, access: undefined })
// @ts-expect-error there is no such access
route({ ...parts, access: 'everyone' })
// @ts-expect-error a method and a path
route({ ...parts, http: '/x' })
// @ts-expect-error a rate
route({ ...parts, limit: 'often' })

/** Parts are what a capability takes, so that they can be written down apart from it. */
export type ProbeParts = CapabilityParts<typeof probes>
