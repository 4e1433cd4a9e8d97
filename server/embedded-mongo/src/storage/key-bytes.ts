const PREFIX_BYTES = 4
const RECORD_BYTES = 6

/** The common start of all keys of a collection's records, or of an index's entries. */
export function ownerPrefix(owner: number): Buffer {
  const key = Buffer.allocUnsafe(PREFIX_BYTES)
  key.writeUInt32BE(owner, 0)
  return key
}

/** Where a document lives: its collection, then its record number in order of insertion. */
export function recordKey(collection: number, record: number): Buffer {
  const key = Buffer.allocUnsafe(PREFIX_BYTES + RECORD_BYTES)
  key.writeUInt32BE(collection, 0)
  key.writeUIntBE(record, PREFIX_BYTES, RECORD_BYTES)
  return key
}

/** Where an index points from: the index, the encoded values, then the record number as tie-breaker. */
export function entryKey(index: number, values: Uint8Array, record: number): Buffer {
  const key = Buffer.allocUnsafe(PREFIX_BYTES + values.length + RECORD_BYTES)
  key.writeUInt32BE(index, 0)
  key.set(values, PREFIX_BYTES)
  key.writeUIntBE(record, PREFIX_BYTES + values.length, RECORD_BYTES)
  return key
}

/** The start of all entries of an index whose values start with these bytes. */
export function entryPrefix(index: number, values: Uint8Array): Buffer {
  const key = Buffer.allocUnsafe(PREFIX_BYTES + values.length)
  key.writeUInt32BE(index, 0)
  key.set(values, PREFIX_BYTES)
  return key
}

/** The record number at the end of a record's or an entry's key. */
export function recordOf(key: Uint8Array): number {
  const end = key.length
  const high = key[end - 6]! * 0x100 + key[end - 5]!
  return (
    high * 0x100000000 +
    key[end - 4]! * 0x1000000 +
    (key[end - 3]! << 16) +
    (key[end - 2]! << 8) +
    key[end - 1]!
  )
}

/** The encoded values inside an entry's key. */
export const valuesOf = (key: Uint8Array): Uint8Array => key.subarray(PREFIX_BYTES, key.length - RECORD_BYTES)
