import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../files/makeFolder.js';

import { openPromise } from 'yauzl';

import { catalogue, findInCatalogue, type CatalogueEntry } from '../../datasets/catalogue.js';
import { DatasetError } from '../../errors.js';
import { messageOf } from '../../messageOf.js';
import { explainSystemError } from '../files/explainSystemError.js';
import { temporaryPathFor } from '../files/writeAtomically.js';
import { defaultCacheFolder } from './cacheFolder.js';
import { downloadFile, type DownloadOptions, type DownloadProgress } from './downloadFile.js';
import { fetchedFolder, fetchedPaths, findCopy } from './resolveSource.js';

export interface FetchOptions extends Pick<DownloadOptions, 'attempts' | 'timeoutMs' | 'pauseMs'> {
  /** @default defaultCacheFolder() */
  readonly cacheFolder?: string;
  /**
   * URL of a mirror with the same files in one folder, used instead of the catalogue's addresses.
   */
  readonly baseUrl?: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface FetchedDataset {
  /** The path to open. */
  readonly path: string;
  /** Whether the data set was there already. */
  readonly present: boolean;
  readonly files: readonly FetchedFile[];
}

export interface FetchedFile {
  readonly name: string;
  readonly sha256: string;
  /**
   * Whether the file matches the publisher's checksum, that of a known copy, or no known checksum.
   */
  readonly checked: 'publisher' | 'copy' | 'not';
}

/**
 * Fetches a data set of the catalogue, given by name or as an entry, into the cache folder. Does
 * nothing if it is there already, and continues a fetch that was interrupted. Throws like
 * `downloadFile`.
 */
export async function fetchDataset(
  wanted: string | CatalogueEntry,
  options: FetchOptions = {},
): Promise<FetchedDataset> {
  const entry = typeof wanted === 'string' ? named(wanted) : wanted;
  const { cacheFolder = defaultCacheFolder(), baseUrl, ...download } = options;
  const folder = fetchedFolder(entry, cacheFolder);
  const there = findCopy(entry, cacheFolder);
  if (there?.startsWith(folder) === true) return { path: there, present: true, files: [] };
  try {
    makeFolder(folder);
  } catch (error) {
    const { message } = explainSystemError(`cannot make the folder ${folder}`, error);
    throw new Error(`${message}. Set NUMERIST_CACHE to a folder that can be written.`, { cause: error });
  }

  const files: FetchedFile[] = [];
  const finished = new Set(fetchedPaths(entry, cacheFolder).filter((path) => existsSync(path)));
  for (const file of entry.files) {
    const path = join(folder, file.name);
    if (finished.has(path)) continue;
    const url = baseUrl === undefined ? file.url : `${baseUrl.replace(/\/$/, '')}/${file.name}`;
    const sha256 = await downloadFile(url, path, { ...download, ...file });
    files.push({
      name: file.name,
      sha256,
      checked: sha256 === file.sha256 ? 'publisher' : sha256 === file.copySha256 ? 'copy' : 'not',
    });
  }
  if (entry.unpack !== undefined) await unpack(join(folder, entry.files[0].name), entry.unpack, folder);
  const path = findCopy(entry, cacheFolder);
  if (path === null) throw new Error(`${folder} was changed while the data set was fetched`);
  return { path, present: false, files };
}

/**
 * Extracts the entries `names` of a zip into `folder`, without their folders, and removes the zip.
 */
async function unpack(zipPath: string, names: readonly string[], folder: string): Promise<void> {
  const missing = new Set(names);
  try {
    const zip = await openPromise(zipPath);
    for await (const entry of zip.eachEntry()) {
      if (!missing.delete(entry.fileName)) continue;
      const path = join(folder, basename(entry.fileName));
      const temporary = temporaryPathFor(path);
      try {
        await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(temporary));
        renameSync(temporary, path);
      } finally {
        rmSync(temporary, { force: true });
      }
    }
  } catch (error) {
    throw new DatasetError(`cannot unpack ${zipPath}: ${messageOf(error)}`, { cause: error });
  }
  if (missing.size > 0)
    throw new DatasetError(`${zipPath}: must hold ${[...missing].join(', ')}. Found no such entry.`);
  rmSync(zipPath);
}

function named(name: string): CatalogueEntry {
  const entry = findInCatalogue(name);
  if (entry !== undefined) return entry;
  const names = catalogue.map((one) => one.name).join(', ');
  throw new DatasetError(`the name of a data set must be one of ${names}. Received "${name}".`);
}
