/** Passwords: argon2id with the parameters that OWASP's password storage sheet names (19 MiB, two passes). */
import { hash, verify } from '@node-rs/argon2'

/** 2 is argon2id; the package's name for it is a const enum, which isolated modules cannot read. */
const argon2id = 2
const options = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** How many KiB of memory hashing a new password takes: `PASSWORD_MEMORY`. */
export function setPasswordMemory(kibibytes: number): void {
  options.memoryCost = kibibytes
}

let decoy: Promise<string> | undefined

/** Hashes a password, off the event loop. */
export const hashPassword = (password: string): Promise<string> => hash(password, options)

/** Whether a password fits. Without a hash it takes as long and says no, so that names cannot be probed by time. */
export async function passwordFits(passwordHash: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const fits = await verify(passwordHash ?? (await decoy), password)
  return fits && passwordHash !== undefined
}
