import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

import { saveModel } from '../../src/node/index.js';
import { encodePng, temporaryFolder } from '../support/datasetFixtures.js';
import { makeModel } from '../support/madeModel.js';
import { runCommand } from '../support/runCommand.js';

const VERBS = ['read', 'train', 'evaluate', 'calibrate', 'inspect', 'data', 'serve'];

describe('the command line', () => {
  it('prints --version and --help to stdout', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await runCommand(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    const help = await runCommand(['--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    for (const verb of VERBS) expect(help.stdout).toMatch(new RegExp(`^ {2}${verb} `, 'm'));
  });

  it('prints the help to stderr without a verb, as wrong usage', async () => {
    const { code, stdout, stderr } = await runCommand([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^Usage: numerist/);
  });

  it.each(VERBS)('shows two examples with %s --help', async (verb) => {
    const { code, stdout, stderr } = await runCommand([verb, '--help']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.match(new RegExp(`^ +\\$ numerist ${verb}`, 'gm'))).toHaveLength(2);
  });

  it.each([
    [['reed'], "numerist: unknown command 'reed' (Did you mean read?). See: numerist --help\n"],
    [
      ['read', 'x', '--formt', 'csv'],
      "numerist: unknown option '--formt' (Did you mean --format?). See: numerist read --help\n",
    ],
    [
      ['inspect', 'a', 'b'],
      "numerist: too many arguments for 'inspect'. Expected 1 argument but got 2. See: numerist inspect --help\n",
    ],
    [['data', 'fetch'], "numerist: missing required argument 'name'. See: numerist data fetch --help\n"],
  ])('%j is wrong usage, in one line', async (args, stderr) => {
    expect(await runCommand(args)).toEqual({ code: 2, stdout: '', stderr });
  });

  it('shows the stack on request', async () => {
    const args = ['read', 'x.png', '--model', 'nowhere'];
    expect((await runCommand(args)).stderr.split('\n')).toHaveLength(2);
    expect((await runCommand(args, { env: { NUMERIST_DEBUG: '1' } })).stderr).toMatch(/\n +at .*loadModel/);
  });
});

describe('the executable', () => {
  const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
  const folder = temporaryFolder();
  const model = join(folder, 'model');
  saveModel(model, makeModel());
  const picture = join(folder, 'empty.png');
  writeFileSync(picture, encodePng(new Uint8Array(28 * 28)));
  const shell = (command: string): { status: number | null; stdout: string; stderr: string } =>
    spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
      encoding: 'utf8',
      env: { ...process.env, NUMERIST: `${process.execPath} ${bin}`, MODEL: model, PICTURE: picture },
    });

  it('exits with the code', () => {
    expect(shell('$NUMERIST read --model $MODEL $PICTURE')).toMatchObject({ status: 0, stderr: '' });
    expect(shell('$NUMERIST read --model $MODEL nothing.png')).toMatchObject({ status: 1 });
    expect(shell('$NUMERIST read')).toMatchObject({ status: 2, stdout: '' });
  });

  it('reads a picture from a pipe', () => {
    const { status, stdout } = shell('cat $PICTURE | $NUMERIST read --model $MODEL -');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ path: '-', status: 'no ink' });
  });

  it('succeeds if the reader closes early', () => {
    const many = 'for i in $(seq 20000); do echo $PICTURE; done';
    const { status, stdout, stderr } = shell(`$NUMERIST read --model $MODEL $(${many}) | head -n 1`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n')).toHaveLength(2);
  });

  it.skipIf(!existsSync('/dev/full'))('fails if the disk is full', () => {
    const { status, stderr } = shell('$NUMERIST read --model $MODEL $PICTURE > /dev/full');
    expect(status).toBe(1);
    expect(stderr).toBe('numerist: cannot write to standard output: the disk is full (ENOSPC)\n');
  });
});
