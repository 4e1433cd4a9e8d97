/** Which addresses the server reaches out to on behalf of a text: public ones only, whatever form they come in. */
import { BlockList, isIP } from 'node:net'

const special = new BlockList()
const v4: [string, number][] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carriers' own, and the metadata of some clouds
  ['127.0.0.0', 8], // this machine
  ['168.63.129.16', 32], // a cloud's own agent
  ['169.254.0.0', 16], // link-local, and the metadata of most clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays to IPv6
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
]
for (const [net, prefix] of v4) special.addSubnet(net, prefix, 'ipv4')

/** Of IPv6 only what is handed out for the whole world counts, so mapped, NAT64 and local forms are out at once. */
const worldWide = new BlockList()
worldWide.addSubnet('2000::', 3, 'ipv6')
const v6: [string, number][] = [
  ['2001::', 23], // protocol assignments, and IPv4 inside (Teredo)
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // IPv4 inside (6to4)
  ['3fff::', 20], // documentation
]
for (const [net, prefix] of v6) special.addSubnet(net, prefix, 'ipv6')

/** Whether an address, as text, is one of the public internet. */
export function isPublic(address: string): boolean {
  const kind = isIP(address)
  if (kind === 4) return !special.check(address, 'ipv4')
  if (kind !== 6 || address.includes('%')) return false
  return worldWide.check(address, 'ipv6') && !special.check(address, 'ipv6')
}
