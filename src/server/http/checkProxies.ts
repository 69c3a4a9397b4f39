import { isIP } from 'node:net';

/** Names of address ranges that Fastify knows. */
const NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** Number of bits in an address, by IP version. */
const BITS: ReadonlyMap<number, number> = new Map([
  [4, 32],
  [6, 128],
]);

/**
 * Throws RangeError unless every entry of a comma-separated list of proxies is an address, a range
 * or the name of a range.
 */
export function checkProxies(list: string): void {
  for (const proxy of list.split(',').map((text) => text.trim())) {
    const [address, prefix = '0', ...more] = proxy.split('/');
    const bits = BITS.get(isIP(address)) ?? 0;
    const isRange = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
    if (NAMES.includes(proxy) || (bits > 0 && isRange && more.length === 0)) continue;
    throw new RangeError(`must be addresses, ranges as 10.0.0.0/8, or ${NAMES.join(', ')}. Received ${proxy}.`);
  }
}
