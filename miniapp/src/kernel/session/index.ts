export {
  changePassword,
  deleteAccount,
  settleIn,
  signIn,
  signInWith,
  signOut,
  signUp,
  useSession,
} from './session'
export type { Credentials, SessionState } from './session'
export { useEntrance } from './entrance'
export { silentLogin } from './login'
