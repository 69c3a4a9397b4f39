import { isIP } from 'node:net';

/** Names of ranges that Fastify knows. */
const NAMES = ['loopback', 'linklocal', 'uniquelocal'];

/** Of an address, by its version. */
const BITS: ReadonlyMap<number, number> = new Map([
  [4, 32],
  [6, 128],
]);

/** Throws RangeError where a list of proxies, parted by commas, holds what is no address, no range and no name of one. */
export function checkProxies(list: string): void {
  for (const proxy of list.split(',').map((text) => text.trim())) {
    const [address, prefix = '0', ...more] = proxy.split('/');
    const bits = BITS.get(isIP(address)) ?? 0;
    const isRange = /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
    if (NAMES.includes(proxy) || (bits > 0 && isRange && more.length === 0)) continue;
    throw new RangeError(`must be addresses, ranges as 10.0.0.0/8, or ${NAMES.join(', ')}. Received ${proxy}.`);
  }
}
