// Start `npx numerist serve`, then run: node examples/serving/client.js [server]
import { readFile } from 'node:fs/promises';
import { createClient } from 'numerist/client';

const client = createClient(process.argv[2] ?? 'http://127.0.0.1:8080', { retries: 3 });
const pictures = ['seven-pencil.png', 'two-photo.jpg', 'blank.png'];
const bytes = await Promise.all(pictures.map((name) => readFile(new URL(`../../samples/${name}`, import.meta.url))));

const readings = await client.readMany(bytes);
for (const [i, { text, status }] of readings.entries()) console.log(`${pictures[i]}: ${text || status}`);
