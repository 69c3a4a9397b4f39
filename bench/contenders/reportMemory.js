import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** With `node --import`: writes the most memory that the process has had, in MB, to the file that BENCH_MEMORY names. */
process.on('exit', () => {
  writeFileSync(process.env.BENCH_MEMORY ?? '', String((process.resourceUsage().maxRSS * 1024) / 1e6));
});
