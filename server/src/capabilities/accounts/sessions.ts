/** Sign-ins: opening, renewing and ending them, and knowing at once on this node which have ended. */
import { accounts, type Session } from '@community-chat/shared/capabilities/accounts/contract'
import { fault } from '@community-chat/shared/protocol/faults'
import { closeCodes } from '@community-chat/shared/protocol/frame'
import type { Context, Identity } from '../../kernel/context'
import { newId } from '../../kernel/id'
import { ring } from '../../kernel/nodes/relay'
import * as topics from '../../kernel/sockets/topics'
import { end } from '../../kernel/sockets/wire'
import * as profiles from '../profiles/api'
import { type AccountDoc, Accounts, SignIns } from './model'
import { hashRefresh, newRefreshToken, sessionOfRefresh, type Tokens } from './tokens'

const lastsFor = 60 * 24 * 3600 * 1000
/** Longer than an access token can live, so that a forgotten revocation can no longer matter. */
const rememberFor = 61 * 60 * 1000
/** Commits of `$currentDate` may become visible a little out of order: every look begins this far back. */
const overlap = 30_000
let lookedUpTo: Date | undefined

/** Sign-ins that ended lately, with when: looked at for every token, so it is in memory. */
const ended = new Map<string, number>()

/** Opens a sign-in for an account; one that is being deleted is refused as if there were none. */
export async function openSession(ctx: Context, tokens: Tokens, account: AccountDoc): Promise<Session> {
  const sessionId = newId()
  const refreshToken = newRefreshToken(sessionId)
  const now = new Date()
  await SignIns.create({
    _id: sessionId,
    userId: account._id,
    device: ctx.device,
    refreshHash: hashRefresh(refreshToken),
    createdAt: now,
    usedAt: now,
    expiresAt: new Date(now.getTime() + lastsFor),
  })
  // Asked after the row is there: either this sees that the account goes, or what ends its sign-ins sees the row.
  if (!(await Accounts.exists({ _id: account._id, deletingAt: null }))) {
    await endSessions({ _id: sessionId })
    throw fault(accounts, 'wrong_credentials')
  }
  return present(tokens, account, sessionId, refreshToken)
}

/**
 * Exchanges a refresh token; one that was spent before ends its whole family. The device that spent it may ask again
 * with the same clientId: nobody else knows it, and the pair whose answer was lost stops working.
 */
export async function renewSession(
  tokens: Tokens,
  refreshToken: string,
  clientId = newId(),
): Promise<Session> {
  const sessionId = sessionOfRefresh(refreshToken)
  const next = newRefreshToken(sessionId)
  const now = new Date()
  const spentHash = hashRefresh(`${refreshToken} ${clientId}`)
  const expiresAt = new Date(now.getTime() + lastsFor)
  const row = await SignIns.findOneAndUpdate(
    {
      _id: sessionId,
      $or: [{ refreshHash: hashRefresh(refreshToken) }, { spentHash }],
      endedAt: null,
      expiresAt: { $gt: now },
    },
    { $set: { refreshHash: hashRefresh(next), spentHash, usedAt: now, expiresAt } },
    { returnDocument: 'after' },
  ).lean()
  const account = row && (await Accounts.findOne({ _id: row.userId, deletingAt: null }).lean())
  if (account) return present(tokens, account, sessionId, next)
  await endSessions({ _id: sessionId })
  throw fault(accounts, 'refresh_refused')
}

/** Ends the sign-ins that match, closes their sockets, and keeps their tokens from being accepted. */
export async function endSessions(which: { _id?: string | { $ne: string }; userId?: string }): Promise<void> {
  const rows = await SignIns.find({ ...which, endedAt: null }, { _id: 1, userId: 1 }).lean()
  if (rows.length === 0) return
  await SignIns.updateMany(
    { _id: { $in: rows.map(row => row._id) } },
    { $currentDate: { endedAt: true } }, // the database's time, by which other nodes look for it
  )
  for (const row of rows) forgetHere(row._id, row.userId, Date.now())
  ring()
}

/** Makes someone's sign-ins nameless and lets them go as soon as nobody can still hold a token of theirs. */
export async function forgetSessions(userId: string): Promise<void> {
  await endSessions({ userId })
  const expiresAt = new Date(Date.now() + rememberFor)
  await SignIns.updateMany({ userId }, { $set: { device: '', expiresAt } })
}

/** Refuses an identity whose sign-in has ended. */
export function stillOpen(identity: Identity): Identity {
  if (ended.has(identity.sessionId)) throw fault('unauthenticated')
  return identity
}

/** Reads all that ended while its tokens may still live, here or on other nodes. */
export function loadEnded(): Promise<void> {
  lookedUpTo = undefined
  return lookAtEnded()
}

/** Reads what ended since the last look. */
export async function lookAtEnded(): Promise<void> {
  const from = lookedUpTo ? new Date(lookedUpTo.getTime() - overlap) : new Date(Date.now() - rememberFor)
  const rows = await SignIns.find({ endedAt: { $gt: from } }, { _id: 1, userId: 1, endedAt: 1 })
    .sort({ endedAt: 1 })
    .lean()
  for (const row of rows) if (!ended.has(row._id)) forgetHere(row._id, row.userId, row.endedAt!.getTime())
  lookedUpTo = rows.at(-1)?.endedAt ?? lookedUpTo
}

function forgetHere(sessionId: string, userId: string, at: number): void {
  // The oldest stand first: what can no longer matter goes.
  for (const [id, then] of ended) {
    if (then > Date.now() - rememberFor) break
    ended.delete(id)
  }
  ended.set(sessionId, at)
  for (const connection of topics.connectionsOf(userId)) {
    if (connection.identity?.sessionId === sessionId) end(connection, closeCodes.signedOut)
  }
}

async function present(
  tokens: Tokens,
  account: AccountDoc,
  sessionId: string,
  refreshToken: string,
): Promise<Session> {
  const { _id, username, displayName, isAdmin } = account
  const person = await profiles.ensure(_id, username, displayName)
  return {
    accessToken: tokens.sign(_id, sessionId, isAdmin),
    refreshToken,
    expiresIn: tokens.seconds,
    user: { ...person, username, isAdmin },
  }
}
