import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { LoadedModel } from './models/modelStore.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Values that are read each time the metrics are collected. */
export interface MetricsSources {
  readonly queueDepth: () => number;
  readonly models: () => readonly LoadedModel[];
}

/** The server's metrics, with names and base units as Prometheus recommends. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Counter({
    name: 'numerist_requests_total',
    help: 'Requests answered, by route and status; 499 means that the client disconnected first.',
    labelNames: ['route', 'code'],
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: 'numerist_request_duration_seconds',
    help: 'Time from the first header of a request to the last byte of its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  readonly #rejected = new Counter({
    name: 'numerist_rejected_total',
    help: 'Requests refused to protect the server, by error code.',
    labelNames: ['reason'],
    registers: [this.registry],
  });
  readonly #pictures = new Counter({
    name: 'numerist_pictures_total',
    help: 'Pictures and tensor rows answered.',
    registers: [this.registry],
  });
  readonly #batch = new Histogram({
    name: 'numerist_batch_size',
    help: 'Requests that a thread takes at once.',
    buckets: [1, 2, 4, 8, 16, 32],
    registers: [this.registry],
  });
  readonly #decode = new Histogram({
    name: 'numerist_decode_seconds',
    help: 'Time to decode the pictures of one request.',
    buckets: [0.0001, 0.001, 0.01, 0.1, 1, 10],
    registers: [this.registry],
  });
  readonly #lost = new Counter({
    name: 'numerist_threads_lost_total',
    help: 'Worker threads that ended unexpectedly and were replaced.',
    registers: [this.registry],
  });

  constructor({ queueDepth, models }: MetricsSources) {
    const { registry } = this;
    collectDefaultMetrics({ register: registry });
    registry.registerMetric(
      new Gauge({
        name: 'numerist_queue_depth',
        help: 'Requests waiting for a thread.',
        registers: [],
        collect() {
          this.set(queueDepth());
        },
      }),
    );
    registry.registerMetric(
      new Gauge({
        name: 'numerist_model_info',
        help: '1 for each loaded model.',
        labelNames: ['model', 'version', 'fingerprint'],
        registers: [],
        collect() {
          this.reset();
          for (const { name, version, fingerprint } of models()) {
            this.set({ model: name, version, fingerprint: fingerprint.slice(0, 12) }, 1);
          }
        },
      }),
    );
  }

  answered(route: string, code: number, seconds: number): void {
    this.#requests.inc({ route, code: String(code) });
    this.#duration.observe({ route }, seconds);
  }

  rejected(reason: string): void {
    this.#rejected.inc({ reason });
  }

  read(pictures: number, decodeMs: number): void {
    this.#pictures.inc(pictures);
    if (decodeMs > 0) this.#decode.observe(decodeMs / 1000);
  }

  taken(requests: number): void {
    this.#batch.observe(requests);
  }

  threadLost(): void {
    this.#lost.inc();
  }
}
