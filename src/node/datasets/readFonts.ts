import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FontFiles, readFontDigits } from '../../generated/fontDigits.js';
import { messageOf } from '../../messageOf.js';
import { readFontFiles } from '../../workflows/fontFiles.js';

/** Reads a folder that `npm run fonts` has written. Rejects with Error if it is not one. */
export async function readFonts(folder: string): Promise<FontFiles> {
  try {
    const files = await readFontFiles((name) => readFileSync(join(folder, name)));
    readFontDigits(files, 'all');
    return files;
  } catch (error) {
    throw new Error(
      `${folder}: must be a folder with the digits of handwriting fonts, which \`npm run fonts\` writes. ${messageOf(error)}`,
      { cause: error },
    );
  }
}
