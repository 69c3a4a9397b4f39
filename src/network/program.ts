/**
 * Some images of a batch, or a piece of them: what one thread works on at a time. Sizes never
 * depend on the number of threads.
 */
export interface Slice {
  /** Which slice of the batch. */
  readonly index: number;
  /** Which set of activations it uses. */
  readonly lane: number;
  /** Row of its first image in the batch. */
  readonly first: number;
  /** Number of its images. */
  readonly n: number;
}

/** How a batch is cut up. */
export interface Slicing {
  /** Images of a slice. */
  readonly sliceSize: number;
  /** Images that a set of activations holds. */
  readonly laneImages: number;
  readonly lanesBySlice: boolean;
}

type Stage =
  | { readonly kind: 'slices'; readonly work: ((slice: Slice) => void)[] }
  | { readonly kind: 'parts'; readonly work: (part: number) => void }
  | { readonly kind: 'once'; readonly work: (slices: readonly Slice[]) => void };

/** How the threads that run one program share it. */
export interface Crew {
  readonly thread: number;
  /** The next piece of work of a stage that no thread has taken yet: 0, 1, 2, ... */
  take(stage: number): number;
  /** Returns when every thread has called it. */
  meet(): void;
}

/** Pieces that `eachPart` work is cut into. */
export const PARTS = 8;

/**
 * The work of one step, as stages. Within a stage all pieces are independent; between stages the
 * threads meet. The result does not depend on which thread does which piece.
 */
export class Program {
  readonly #stages: Stage[] = [];

  get stages(): number {
    return this.#stages.length;
  }

  /**
   * Work on each slice. Calls in a row make one stage: a thread does all of their work on one
   * slice, while its data is in the cache.
   */
  eachSlice(work: (slice: Slice) => void): void {
    const last = this.#stages.at(-1);
    if (last?.kind === 'slices') last.work.push(work);
    else this.#stages.push({ kind: 'slices', work: [work] });
  }

  /** Work in `PARTS` pieces, whatever the size of the batch. */
  eachPart(work: (part: number) => void): void {
    this.#stages.push({ kind: 'parts', work });
  }

  /** Work that one thread does alone, with the list of all slices. */
  once(work: (slices: readonly Slice[]) => void): void {
    this.#stages.push({ kind: 'once', work });
  }

  /**
   * Runs the program on `n` images as one thread of a crew. With `lanesBySlice` there is one set of
   * activations per slice. Otherwise there is one per thread, and a slice goes through the stage in
   * pieces of `laneImages` images, whose activations fit the cache.
   */
  run(crew: Crew, n: number, { sliceSize, laneImages, lanesBySlice }: Slicing): void {
    const slices: Slice[] = [];
    for (let first = 0; first < n; first += sliceSize) {
      const index = slices.length;
      slices.push({ index, lane: lanesBySlice ? index : crew.thread, first, n: Math.min(sliceSize, n - first) });
    }
    for (const [number, stage] of this.#stages.entries()) {
      switch (stage.kind) {
        case 'slices':
          for (let i = crew.take(number); i < slices.length; i = crew.take(number)) {
            const { index, lane, first, n: images } = slices[i];
            for (let done = 0; done < images; done += laneImages) {
              const piece = { index, lane, first: first + done, n: Math.min(laneImages, images - done) };
              for (const work of stage.work) work(piece);
            }
          }
          break;
        case 'parts':
          for (let part = crew.take(number); part < PARTS; part = crew.take(number)) stage.work(part);
          break;
        case 'once':
          if (crew.take(number) === 0) stage.work(slices);
      }
      crew.meet();
    }
  }
}

/** A crew of one. */
export function soloCrew(): Crew {
  let taken = 0;
  return {
    thread: 0,
    take: () => taken++,
    meet() {
      taken = 0;
    },
  };
}
