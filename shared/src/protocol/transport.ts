/** What the client needs of the machine it runs on; everything that differs between platforms is injected here. */

export interface SocketHandlers {
  open(): void
  message(text: string): void
  /** Called once, also when the socket never opened; `reason` is the server's close reason. */
  close(code: number, reason: string): void
}
export interface Socket {
  send(text: string): void
  close(): void
}

export interface HttpRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: string
  /** In milliseconds. */
  timeout: number
}
/** An answer; header names in lower case. */
export interface HttpAnswer {
  status: number
  headers: Record<string, string | undefined>
  body: string
}

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Calls back once, later; the returned function calls it off. */
  after(milliseconds: number, callback: () => void): () => void
}

export interface Transport extends Clock {
  /** Where the API lives, without a slash at the end: `https://chat.example/api`. */
  apiUrl: string
  /** Where the socket lives: `wss://chat.example/ws`. */
  socketUrl: string
  /** True where `openSocket` can send headers with the upgrade; else the first frame says who is there. */
  socketHeaders: boolean
  openSocket(url: string, headers: Record<string, string>, handlers: SocketHandlers): Socket
  /** Rejects when the server was never reached. */
  request(request: HttpRequest): Promise<HttpAnswer>
  /** 0 ≤ x < 1. */
  random(): number
}
