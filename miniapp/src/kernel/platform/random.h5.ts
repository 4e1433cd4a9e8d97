/** Ids that nobody else makes. */

const letters = '0123456789abcdefghijklmnopqrstuvwxyz'

/** 24 characters, also on pages without https. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return Array.from(bytes, byte => letters[byte % 36]).join('')
}
