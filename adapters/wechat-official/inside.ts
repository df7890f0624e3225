import { BlockList, isIP } from 'node:net'

/** This machine, and networks that are no part of the internet (RFC 6890). */
const INSIDE = new BlockList()
// An IPv4 address that is written as one of IPv6 is looked up among these as well.
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of [
  ['::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  INSIDE.addSubnet(network, bits, 'ipv6')

/** Whether nothing of somebody else's can be there, as far as its name tells. `hostname` is that of a `URL`. */
export function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '')
  const version = isIP(host)
  if (version === 0) return !host.includes('.') || /\.(?:localhost|local|internal|lan|home\.arpa)$/i.test(host)
  return INSIDE.check(host, version === 4 ? 'ipv4' : 'ipv6')
}
