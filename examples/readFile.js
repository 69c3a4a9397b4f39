// Reads the pictures named on the command line: node examples/readFile.js three.png 724.jpg
import { read } from 'numerist/node';

for (const path of process.argv.slice(2)) {
  const { text, confidence, status } = await read(path);
  console.log(status === 'read' ? `${path}: ${text} (${(100 * confidence).toFixed(1)} %)` : `${path}: ${status}`);
}
