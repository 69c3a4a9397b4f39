/** The number of bytes by which the process's resident memory has grown when `work` is done. */
export async function growthDuring(work: () => unknown): Promise<number> {
  const before = process.memoryUsage.rss();
  await work();
  return process.memoryUsage.rss() - before;
}
