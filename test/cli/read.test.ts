import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { writeLines } from '../../src/cli/writeLines.js';
import { createRecognizer, saveModel } from '../../src/node/index.js';
import { encodePng, temporaryFolder } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand, type CommandResult } from '../support/runCommand.js';

/** A PNG 28 x 28 with a bar of this many pixels, light on black; 0 is an empty picture. */
function bar(width: number): Buffer {
  const pixels = new Uint8Array(28 * 28);
  for (let y = 4; width > 0 && y < 24; y++) pixels.fill(255, y * 28 + 6, y * 28 + 6 + width);
  return encodePng(pixels);
}

const folder = temporaryFolder();
const model = join(folder, 'model');
saveModel(model, makeModel());
const photos = join(folder, 'photos');
mkdirSync(join(photos, 'more'), { recursive: true });
for (const name of ['10.png', '2.png', '.hidden.png', join('more', '1.PNG')]) writeFileSync(join(photos, name), bar(3));
writeFileSync(join(photos, 'notes.txt'), 'not a picture');
const empty = join(folder, 'empty.png');
writeFileSync(empty, bar(0));
const broken = join(folder, 'broken.png');
writeFileSync(broken, bar(3).subarray(0, 60));

const read = (...args: string[]): Promise<CommandResult> => runCommand(['read', '--model', model, ...args]);
const lines = ({ stdout }: CommandResult): Record<string, unknown>[] =>
  stdout
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const pathsOf = (result: CommandResult): unknown[] => lines(result).map(({ path }) => path);

describe('which pictures', () => {
  const inOrder = [join(photos, '2.png'), join(photos, '10.png'), join(photos, 'more', '1.PNG')];

  test('a folder: pictures at any depth, in natural order, none hidden, and others are named', async () => {
    const result = await read(photos);
    expect(pathsOf(result)).toEqual(inOrder);
    const notes = join(photos, 'notes.txt');
    expect(result).toMatchObject({
      code: 0,
      stderr: `numerist: left out 1 file that is no picture in a known format: ${notes}.\n`,
    });
  });

  test('every ending of a picture, in any case, and pictures without one', async () => {
    const names = [
      'a.jfif',
      'b.JPE',
      'c.jif',
      'd.apng',
      'e.JPEG',
      'f.webp',
      'g.tif',
      'h.Bmp',
      'i.gif',
      'j.pgm',
      'k',
      'l.bin',
    ];
    const mixed = join(folder, 'mixed');
    mkdirSync(mixed);
    for (const name of names) writeFileSync(join(mixed, name), bar(3)); // the content decides
    const result = await read(mixed);
    expect(pathsOf(result)).toEqual(names.map((name) => join(mixed, name)));
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });

  test('a HEIC in a folder is refused with what converts it, and the others are read', async () => {
    const phone = join(folder, 'phone');
    mkdirSync(phone);
    writeFileSync(join(phone, 'IMG_1.HEIC'), Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'));
    writeFileSync(join(phone, 'IMG_2.png'), bar(3));
    const result = await read(phone);
    expect(lines(result).map(({ status }) => status)).toEqual(['error', 'read']);
    expect(result.stderr).toMatch(/IMG_1\.HEIC: .*a HEIC: convert it with "heif-convert/);
  });

  test('of many other files, ten are named', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    for (let i = 1; i <= 12; i++) writeFileSync(join(many, `${i}.txt`), 'text');
    for (const name of ['.DS_Store', 'Thumbs.db']) writeFileSync(join(many, name), 'nobody misses it');
    writeFileSync(join(many, 'x.png'), bar(3));
    const { stderr } = await read(many);
    const named = Array.from({ length: 10 }, (_, i) => join(many, `${i + 1}.txt`)).join(', ');
    expect(stderr).toBe(`numerist: left out 12 files that are no pictures in a known format: ${named} and 2 more.\n`);
  });

  test('linked folders and files, each folder once and no endless circle', async () => {
    const [tree, elsewhere] = [join(folder, 'tree'), join(folder, 'elsewhere')];
    for (const path of [join(tree, 'own'), join(tree, '.hidden'), elsewhere]) mkdirSync(path, { recursive: true });
    for (const path of [join(tree, 'own', '1.png'), join(tree, '.hidden', '2.png'), join(elsewhere, '3.png')]) {
      writeFileSync(path, bar(3));
    }
    symlinkSync(elsewhere, join(tree, 'a-link'));
    symlinkSync(tree, join(elsewhere, 'back'));
    symlinkSync(join(tree, 'own'), join(tree, 'b-own'));
    symlinkSync('.hidden', join(tree, 'c-hidden'));
    symlinkSync(elsewhere, join(tree, 'd-again'));
    symlinkSync(join(elsewhere, '3.png'), join(tree, 'e.png'));
    symlinkSync('nowhere', join(tree, 'f.png'));
    const result = await read(tree);
    expect(lines(result).map(({ path, status }) => [path, status])).toEqual([
      [join(tree, 'a-link', '3.png'), 'read'],
      [join(tree, 'c-hidden', '2.png'), 'read'],
      [join(tree, 'e.png'), 'read'],
      [join(tree, 'f.png'), 'error'],
      [join(tree, 'own', '1.png'), 'read'],
    ]);
  });

  test('a glob that the shell left alone', async () => {
    const all = await read(join(photos, '**', '*'));
    expect(pathsOf(all)).toEqual(inOrder);
    expect(all.stderr).toBe(
      `numerist: left out 1 file that is no picture in a known format: ${join(photos, 'notes.txt')}.\n`,
    );
    expect(pathsOf(await read(join(photos, '{2,10}.png')))).toEqual(inOrder.slice(0, 2));
  });

  test('a file whose name looks like a glob', async () => {
    const odd = join(folder, 'a[1].png');
    writeFileSync(odd, bar(3));
    expect(pathsOf(await read(odd))).toEqual([odd]);
  });

  test('arguments in the order given, a link to a folder once', async () => {
    const linked = join(folder, 'linked');
    mkdirSync(linked);
    symlinkSync(linked, join(linked, 'loop'));
    writeFileSync(join(linked, 'x.png'), bar(3));
    expect(pathsOf(await read(linked, empty))).toEqual([join(linked, 'x.png'), empty]);
  });

  test("'-' is one picture from stdin", async () => {
    const stdin = await runCommand(['read', '--model', model, '-'], { stdin: bar(3) });
    const [fromFile] = lines(await read(join(photos, '2.png')));
    expect(lines(stdin)).toEqual([{ ...fromFile, path: '-' }]);
  });
});

describe('what comes out', () => {
  test('JSON Lines with the whole reading', async () => {
    const path = join(photos, '2.png');
    const expected = await createRecognizer(makeModel(), { alternatives: 1 }).read(path);
    const [line] = lines(await read(path, '--alternatives', '1'));
    expect(Object.keys(line).sort()).toEqual(['confidence', 'digits', 'path', 'rejected', 'status', 'text']);
    expect(line).toMatchObject({ path, text: expected.text, status: 'read', rejected: false });
    expect(line.confidence).toBeCloseTo(expected.confidence, 6);
    const [digit] = line.digits as { digit: number; box: number[]; alternatives: { digit: number }[] }[];
    expect(digit.digit).toBe(Number(expected.text));
    expect(digit.box).toEqual([6, 4, 3, 20]);
    expect(digit.alternatives.map((other) => other.digit)).toEqual([expected.digits[0].alternatives[0].digit]);
  });

  test('an empty picture is no digit', async () => {
    const result = await read(empty);
    expect(lines(result)).toEqual([
      { path: empty, text: '', confidence: 0, status: 'no ink', digits: [], rejected: false },
    ]);
    expect(result.code).toBe(0);
  });

  test('CSV, quoted as RFC 4180 says', async () => {
    const odd = join(folder, 'a "b",\nc.png');
    writeFileSync(odd, bar(3));
    const { stdout } = await read(odd, empty, '--format', 'csv');
    const { text, confidence } = await createRecognizer(makeModel()).read(odd);
    const name = odd.replaceAll('"', '""');
    expect(stdout).toBe(
      `path,text,confidence,status\n"${name}",${text},${Number(confidence.toFixed(6))},read\n${empty},,0,no ink\n`,
    );
  });

  test('a table on a terminal', async () => {
    const { stdout } = await runCommand(['read', '--model', model, join(photos, '2.png'), empty], { isTTY: true });
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).toMatch(/^Text +Confidence +Otherwise +Path$/);
    expect(rows[2]).toMatch(/^\d +\d+\.\d % +\d \d+\.\d % {2}\d \d+\.\d % .*2\.png$/);
    expect(rows[3]).toMatch(/^– +no ink +.*empty\.png$/);
    expect(rows).toHaveLength(4);
  });
});

describe('pictures that cannot be read', () => {
  test('are named on stderr and in the output, the others are read, and the exit code is 1', async () => {
    const missing = join(folder, 'missing.png');
    const result = await read(missing, broken, empty);
    expect(result.code).toBe(1);
    expect(lines(result).map(({ path, status }) => [path, status])).toEqual([
      [missing, 'error'],
      [broken, 'error'],
      [empty, 'no ink'],
    ]);
    expect(lines(result)[0].reason).toBe(`cannot read ${missing}: no such file or folder (ENOENT)`);
    const [first, second, last] = result.stderr.trimEnd().split('\n');
    expect(first).toBe(`numerist: cannot read ${missing}: no such file or folder (ENOENT)`);
    expect(second).toMatch(`numerist: ${broken}: `);
    expect(last).toBe('numerist: 2 of 3 pictures could not be read.');
  });

  test('a folder and a glob with nothing in them', async () => {
    const bare = temporaryFolder();
    const pattern = join(bare, '*.png');
    const { code, stderr } = await read(bare, pattern);
    expect(code).toBe(1);
    expect(stderr).toContain(`numerist: no picture in the folder ${bare}\n`);
    expect(stderr).toContain(`numerist: no picture matches ${pattern}\n`);
  });

  test('too large a picture names the option that lets it in', async () => {
    const picture = join(photos, '2.png');
    const refused = await read(picture, '--max-pixels', '783');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'picture must have at most 783 pixels. Received 28 x 28 = 784. Scale it down, or raise --max-pixels.',
    );
    expect((await read(picture, '--max-pixels', '784')).code).toBe(0);
    const stdin = await runCommand(['read', '--model', model, '--max-pixels', '783', '-'], { stdin: bar(3) });
    expect(stdin.stderr).toContain('raise --max-pixels');
    expect((await read(picture, '--max-pixels', 'many')).code).toBe(2);
  });

  test('stdin without a picture', async () => {
    const { code, stderr } = await runCommand(['read', '--model', model, '-']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^numerist: -: /);
  });
});

describe('--output', () => {
  test('writes a file, CSV where its name says so, and nothing to stdout', async () => {
    const out = temporaryFolder();
    const csv = join(out, 'digits.csv');
    expect(await read(empty, '--output', csv)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(csv, 'utf8')).toBe(`path,text,confidence,status\n${empty},,0,no ink\n`);
    await read(empty, '--output', join(out, 'digits.jsonl'));
    expect(JSON.parse(readFileSync(join(out, 'digits.jsonl'), 'utf8'))).toMatchObject({ path: empty });
    expect(readdirSync(out)).toEqual(['digits.csv', 'digits.jsonl']);
  });

  test('a place that cannot be written is named, and what is there stays', async () => {
    const out = temporaryFolder();
    expect((await read(empty, '--output', out)).stderr).toBe(`numerist: cannot write ${out}: it is a folder\n`);
    const nowhere = join(out, 'none', 'x.csv');
    const failed = await read(empty, '--output', nowhere);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toBe(`numerist: cannot write ${nowhere}: no such file or folder (ENOENT)\n`);
    const file = join(out, 'file');
    writeFileSync(file, 'kept');
    expect((await read(empty, '--output', join(file, 'x.csv'))).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe('kept');
    expect(readdirSync(out)).toEqual(['file']);
  });

  test('a run that breaks in the middle leaves what was there, and no half file', async () => {
    const out = temporaryFolder();
    const file = join(out, 'digits.csv');
    writeFileSync(file, 'kept');
    async function* lines(): AsyncGenerator<string> {
      yield await Promise.resolve('half of it\n');
      throw new Error('broken');
    }
    await expect(writeLines(file, lines())).rejects.toThrow('broken');
    expect(readFileSync(file, 'utf8')).toBe('kept');
    expect(readdirSync(out)).toEqual(['digits.csv']);
  });
});

describe('what is wrong with the command line or the model', () => {
  test.each([
    [['read'], "numerist: missing required argument 'pictures'. See: numerist read --help\n"],
    [
      ['read', 'x', '--format', 'xml'],
      "numerist: option '--format <format>' argument 'xml' is invalid. Allowed choices are jsonl, csv, table. See: numerist read --help\n",
    ],
    [
      ['read', 'x', '--alternatives', '10'],
      "numerist: option '--alternatives <k>' argument '10' is invalid. It must be a whole number from 0 to 9. See: numerist read --help\n",
    ],
  ])('%j', async (args, stderr) => {
    expect(await runCommand(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  test('a model that is not there, or cut in half', async () => {
    const none = await runCommand(['read', empty, '--model', join(folder, 'none')]);
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toMatch(
      /^numerist: model must be a folder or a model.safetensors. Received .*none, which does not exist.\n$/,
    );
    const half = join(temporaryFolder(), 'half');
    saveModel(half, makeModel());
    const weights = readFileSync(join(half, 'model.safetensors'));
    writeFileSync(join(half, 'model.safetensors'), weights.subarray(0, weights.length >> 1));
    const cut = await runCommand(['read', empty, '--model', half]);
    expect(cut.code).toBe(1);
    expect(cut.stderr).toMatch(/^numerist: .*half: model file: is cut short: tensor .*\n$/);
  });

  test.skipIf(process.getuid?.() === 0)('a picture and a folder without permission', async () => {
    const locked = join(temporaryFolder(), 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0);
    const { code, stderr } = await read(locked);
    chmodSync(locked, 0o700);
    expect(code).toBe(1);
    expect(stderr).toContain(`cannot read ${locked}: no permission (EACCES)`);
    expect(existsSync(locked)).toBe(true);
  });
});
