import { writeFileSync } from 'node:fs';
import process from 'node:process';

/**
 * With `node --import`: writes the peak memory of the process, in MB, to the file that BENCH_MEMORY
 * names.
 */
process.on('exit', () => {
  writeFileSync(process.env.BENCH_MEMORY ?? '', String((process.resourceUsage().maxRSS * 1024) / 1e6));
});
