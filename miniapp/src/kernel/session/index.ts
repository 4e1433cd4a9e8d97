export { changePassword, signIn, signOut, signUp, useSession } from './session'
export type { Credentials, SessionState } from './session'
