import type { Finding } from '../../audit/finding.js';
import type { Dataset } from '../../datasets/dataset.js';
import { encodePng } from '../../image/encodePng.js';
import { pipelines } from '../../ink/pipelines.js';
import { encodeBase64 } from '../../report/charts/encodeBase64.js';
import { renderAudit } from '../../report/renderAudit.js';
import type { Platform } from '../platform.js';
import { decisionsOn, inputReader, minuteOf } from './pageParts.js';

export interface AuditPageOptions {
  readonly dataset: Dataset;
  readonly notes: readonly string[];
  /** Compresses the pictures to a zlib stream. */
  readonly deflate: (bytes: Uint8Array) => Uint8Array;
}

/**
 * The page of an audit: findings with their pictures side by side, on which labels can be
 * corrected.
 */
export function auditPage(
  platform: Pick<Platform, 'createSha256'>,
  findings: readonly Finding[],
  { dataset, notes, deflate }: AuditPageOptions,
): string {
  const inputOf = inputReader(dataset);
  const [height, width] = pipelines[dataset.pipeline].input;
  return renderAudit({
    source: dataset.source,
    images: dataset.length,
    findings,
    notes,
    createdAt: minuteOf(new Date()),
    png(row) {
      const data = inputOf(row).map((ink) => 255 - ink);
      return encodeBase64(encodePng({ width, height, data }, deflate));
    },
    decisions: decisionsOn(platform, dataset, inputOf),
  });
}
