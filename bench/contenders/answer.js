import process from 'node:process';
import { createInterface } from 'node:readline';

/**
 * The life of a contender's process: builds what the configuration (JSON, the first argument) asks
 * for, prints its outputs, and runs a round whenever it is asked for one. Questions and answers are
 * lines of JSON.
 *
 * `open(config)` returns `{ outputs, round(ms) }`; a round returns a number.
 */
export async function answer(open) {
  const send = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  try {
    const { outputs, round } = await open(JSON.parse(process.argv[2]));
    send({ outputs });
    for await (const line of createInterface({ input: process.stdin })) {
      send({ value: await round(JSON.parse(line).ms) });
    }
    process.exit(0); // some libraries' threads would keep the process
  } catch (error) {
    send({ error: error instanceof Error ? error.message : String(error) });
    process.exit(1);
  }
}
