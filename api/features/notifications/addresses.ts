import { BlockList, isIP } from 'node:net';
import type { Problem } from '#engine';

/**
 * Where a webhook may not lead: this machine, the network it stands in, and what no server on the internet has (RFC 6890
 * and its successors). A subscriber must not have us call what only we can reach.
 */
const REFUSED_4 = new BlockList();
/** Lists of their own: one list would hold every IPv4 address for a mapped one. */
const REFUSED_6 = new BlockList();
for (const [net, bits] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ] as const),
  ...([
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
  ] as const),
  ...([
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 4],
    ['240.0.0.0', 4],
  ] as const),
] as const) {
  REFUSED_4.addSubnet(net, bits, 'ipv4');
}
// Mapped, translated and tunnelled IPv4 addresses among them: they lead to the same places.
for (const [net, bits] of [
  ...([
    ['::', 96],
    ['::ffff:0:0', 96],
    ['64:ff9b::', 96],
    ['64:ff9b:1::', 48],
    ['100::', 64],
    ['2001::', 23],
  ] as const),
  ...([
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ] as const),
] as const) {
  REFUSED_6.addSubnet(net, bits, 'ipv6');
}

/** Whether an IP address lies outside of all private and special networks. */
export function isPublic(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !REFUSED_4.check(address, 'ipv4');
  return version === 6 && !REFUSED_6.check(address, 'ipv6');
}

/** The host of a URL as an IP address, where it is one; names are looked at when they are resolved. */
const literal = ({ hostname }: URL): string | null => {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return isIP(bare) === 0 ? null : bare;
};

/** What speaks against calling a URL. `allowPrivate`: the network of this server is no secret to its subscribers. */
export function urlProblems(text: string, allowPrivate: boolean): Problem[] {
  const problem = (message: string, action: string): Problem[] => [
    { code: 'webhook-url-refused', field: 'url', value: text.slice(0, 200), message, action },
  ];
  if (!URL.canParse(text)) return problem('This is no URL.', 'Give one like https://example.org/hook.');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    return problem('A webhook is called over https.', 'Give a URL that begins with https://.');
  }
  if (url.username !== '' || url.password !== '') {
    return problem('The URL has a user or a password in it.', 'Leave them out: the signature tells who calls.');
  }
  const address = literal(url);
  const local = /(^|\.)(localhost|local|internal)$/.test(url.hostname.replace(/\.$/, ''));
  if (!allowPrivate && (local || (address !== null && !isPublic(address)))) {
    return problem('The address lies in a private network.', 'Give a public one, or set TURNOUT_WEBHOOK_PRIVATE=on.');
  }
  return [];
}
