import type { Batch } from '../cursors'

const heads: Buffer[] = []
const END = Buffer.of(0)

/** Writes `{ cursor: { firstBatch, id, ns }, ok: 1 }` around documents that are bytes already. */
export function cursorReply(
  batchName: 'firstBatch' | 'nextBatch',
  namespace: string,
  batch: Batch,
): Uint8Array {
  const { documents } = batch
  let arrayBytes = 5
  for (const [at, document] of documents.entries()) arrayBytes += headOf(at).length + document.length
  const ns = Buffer.from(`\x02ns\0    ${namespace}\0`)
  ns.writeInt32LE(Buffer.byteLength(namespace) + 1, 4)
  const id = Buffer.from('\x12id\0\0\0\0\0\0\0\0\0')
  id.set(batch.id.toBytesLE(), 4)
  const arrayName = Buffer.from(`\x04${batchName}\0`)
  const cursorBytes = 4 + arrayName.length + arrayBytes + id.length + ns.length + 1
  const total = 4 + CURSOR.length + cursorBytes + OK.length + 1
  const parts: Uint8Array[] = [int32(total), CURSOR, int32(cursorBytes), arrayName, int32(arrayBytes)]
  for (const [at, document] of documents.entries()) parts.push(headOf(at), document)
  parts.push(END, id, ns, END, OK, END)
  return Buffer.concat(parts, total)
}

const CURSOR = Buffer.from('\x03cursor\0')
const OK = Buffer.concat([Buffer.from('\x01ok\0'), Buffer.from([0, 0, 0, 0, 0, 0, 0xf0, 0x3f])])

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeInt32LE(value)
  return bytes
}

// The heads of array elements, `\x03` and the position as a name, are the same in every reply.
const headOf = (at: number): Buffer => (heads[at] ??= Buffer.from(`\x03${at}\0`))
