/** What no contract says because it holds for all of them: access, close codes, the socket's own frames. */
import type { Access, Audience } from '../contract'
import { closeCodes } from '../frame'

/** Who may call, for a stranger. */
export const accessMeans: Record<Access, string> = {
  public: 'Anyone may call it.',
  self: 'For everyone signed in, about what is only theirs.',
  user: 'For everyone signed in; a rule decides about the subject.',
  admin: 'For administrators.',
}

/** Who hears a push. */
export const audienceMeans: Record<Audience, string> = {
  room: 'Sent to everyone in the room.',
  user: "Sent to all of one person's devices.",
  watchers: 'Sent to those who watch the person.',
  connection: 'Sent to one device.',
}

/** Why the server closes a socket, and what a device does about it. */
export const closeMeans: Record<keyof typeof closeCodes, string> = {
  token: 'The token is missing, bad or has ended: refresh it once, then reconnect.',
  banned: 'This account is banned: do not reconnect.',
  badFrames:
    'Too many bad frames in a row, or more than 400 a second by one person: wait `retryAfter` seconds (in the close reason, if there) and reconnect with back-off.',
  signedOut: 'Signed out, or replaced: do not reconnect as you are.',
  protocolTooOld: 'The device speaks a protocol that is too old: update it.',
  goingAway: 'The server is going away: wait `retryAfter` seconds (in the close reason) and reconnect.',
  tooSlow: 'The device reads too slowly: reconnect with back-off and catch up with `sync`.',
}

/** A frame that belongs to the socket itself. */
export interface OwnFrame {
  from: 'device' | 'server'
  frame: string
  means: string
}

/** The frames of the socket itself, in the order in which a device meets them. */
export const ownFrames: OwnFrame[] = [
  {
    from: 'device',
    frame: '{ type: "authenticate", token: string, id?: string }',
    means:
      'The first frame, within 5 seconds, where the upgrade had no `Authorization` header; later with a renewed token of the same person.',
  },
  {
    from: 'server',
    frame: '{ type: "welcome", connectionId: Id, userId: Id, heartbeat: number, serverTime: When }',
    means:
      'The server knows who is there: from now on everything in the person’s rooms arrives. `heartbeat` in seconds.',
  },
  {
    from: 'device',
    frame: '{ type: string, id?: string, …input }',
    means: 'A request: the route’s type, and its input beside it. With an `id` it is answered.',
  },
  {
    from: 'server',
    frame: '{ type: "reply", id: string, data: output }',
    means: 'The answer of the request with this id.',
  },
  {
    from: 'server',
    frame:
      '{ type: "fault", id?: string, code: string, message: string, data?: object, retryAfter?: seconds }',
    means: 'A refusal. The socket stays open; twenty bad frames in a row close it.',
  },
  {
    from: 'server',
    frame: '{ type: string, roomId?: Id, data: object }',
    means: 'A push; `roomId` where it belongs to a room.',
  },
  {
    from: 'server',
    frame: '{ type: "skip", roomId: Id, rev: Counter, prev: Counter }',
    means: 'The room moved on in a way that this member may not see, or missed: only the watermark follows.',
  },
  {
    from: 'server',
    frame: '{ type: "token_expiring", data: { expiresAt: When } }',
    means: 'The token ends within 60 seconds: send `authenticate` with a new one.',
  },
]
