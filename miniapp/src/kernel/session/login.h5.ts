/** Nobody vouches for who opens a page: people sign in with a name and a password. */
import type { SilentLogin } from './login.types'

export const silentLogin: SilentLogin | null = null
