/** Listening on a port. */
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * How many may knock before they are let in; the system's `net.core.somaxconn` may be less (listen(2)). Whom it has no
 * place for, it leaves without an answer, so that they knock again after 1, 3, 7 and 15 s. With Node's own 511 a part of
 * any crowd that came back at once waited for that.
 */
const mostKnocking = 16_384

/** Begins to listen. Answers the port, which the system chooses where it is 0; rejects where it cannot be had. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: mostKnocking }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}
