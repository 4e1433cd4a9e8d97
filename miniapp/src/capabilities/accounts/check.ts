/** What is wrong with a sign-in before it is sent; the names are keys of the words. */
export interface Typed {
  username: string
  password: string
}
export type Problem = 'emptyUsername' | 'badUsername' | 'emptyPassword' | 'badPassword'
export type Problems = Partial<Record<keyof Typed, Problem>>

/** Signing in asks only that something was typed: the server decides the rest. */
export const checkSignIn = ({ username, password }: Typed): Problems => ({
  ...(username.trim() === '' ? { username: 'emptyUsername' } : {}),
  ...(password === '' ? { password: 'emptyPassword' } : {}),
})

/** Signing up asks what the contract asks. */
export const checkSignUp = ({ username, password }: Typed): Problems => ({
  ...(username.trim() === ''
    ? { username: 'emptyUsername' }
    : /^[A-Za-z0-9_.-]{3,32}$/.test(username.trim())
      ? {}
      : { username: 'badUsername' }),
  ...(password.length < 8 ? { password: 'badPassword' } : {}),
})
