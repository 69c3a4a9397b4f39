/**
 * How much training pictures are changed. Every number is the largest change at strength 1. Changes
 * are drawn uniformly between minus and plus that number (between 0 and that number if only one
 * sign makes sense); 0 switches a change off. Lengths are in pixels of the network's input.
 */
export interface Augmentation {
  /** Rotation, stretching, shearing and translation about the middle. */
  readonly affine: {
    /** Share of the pictures that are changed, 0..1; the same in every part. */
    readonly probability: number;
    /** Degrees, 0..90. */
    readonly rotation: number;
    /** Change of size, 0..0.5. 0.15 means a factor of 0.85 to 1.15. */
    readonly scale: number;
    /**
     * Change of width against height, 0..0.5. 0.1 means up to a tenth wider and as much lower, or
     * the opposite.
     */
    readonly stretch: number;
    /** Horizontal pixels per vertical pixel, 0..1. */
    readonly shear: number;
    /** Pixels along each axis, 0..32. */
    readonly translation: number;
  };
  /** Elastic distortion, as if the sheet were rubber. */
  readonly elastic: {
    readonly probability: number;
    /** Root mean square of the displacement along each axis, 0..4 pixels. */
    readonly displacement: number;
    /** Standard deviation of the Gaussian that smooths the displacements, 2..32 pixels. */
    readonly sigma: number;
  };
  /** A thinner or wider pen: pixels on each side of a stroke, 0..1. */
  readonly stroke: { readonly probability: number; readonly thinner: number; readonly wider: number };
  /** A rectangle of paper over the picture, with sides of 2..`side` pixels. */
  readonly erase: { readonly probability: number; readonly side: number };
  /** 1..`lines` neighbouring rows or columns of paper. */
  readonly cut: { readonly probability: number; readonly lines: number };
  /** Ink is multiplied by 1 - change .. 1 + change; `change` is 0..1. */
  readonly contrast: { readonly probability: number; readonly change: number };
  /** Noise on every pixel, with a standard deviation of 0..128 of 255. */
  readonly noise: { readonly probability: number; readonly deviation: number };
  /** 1..`count` single pixels of any gray level. */
  readonly specks: { readonly probability: number; readonly count: number };
}

/** Changes to the defaults. Plain JSON, so it can be part of a run's config. */
export type AugmentOptions = { readonly [Part in keyof Augmentation]?: Partial<Augmentation[Part]> };

/**
 * For digits of about 20 pixels in a picture of 28. In contact sheets of 1,800 changed digits
 * nearly all stayed readable.
 */
export const defaultAugmentation: Augmentation = {
  affine: { probability: 1, rotation: 12, scale: 0.15, stretch: 0.1, shear: 0.15, translation: 2 },
  elastic: { probability: 0.8, displacement: 1, sigma: 4 },
  stroke: { probability: 0.6, thinner: 0.6, wider: 0.7 },
  erase: { probability: 0.05, side: 4 },
  cut: { probability: 0.05, lines: 2 },
  contrast: { probability: 0.3, change: 0.3 },
  noise: { probability: 0.1, deviation: 20 },
  specks: { probability: 0.05, count: 4 },
};

const largest: Augmentation = {
  affine: { probability: 1, rotation: 90, scale: 0.5, stretch: 0.5, shear: 1, translation: 32 },
  elastic: { probability: 1, displacement: 4, sigma: 32 },
  stroke: { probability: 1, thinner: 1, wider: 1 },
  erase: { probability: 1, side: 64 },
  cut: { probability: 1, lines: 64 },
  contrast: { probability: 1, change: 1 },
  noise: { probability: 1, deviation: 128 },
  specks: { probability: 1, count: 64 },
};

/**
 * Lower limits that are not 0: a narrower Gaussian is too fine for the grid on which the picture is
 * warped.
 */
const smallest: Readonly<Record<string, number>> = { 'elastic.sigma': 2 };
const WHOLE = new Set(['erase.side', 'cut.lines', 'specks.count']);

/**
 * The defaults, overridden by `options`. Throws RangeError for unknown names and for numbers out of
 * range.
 */
export function resolveAugmentation(options: AugmentOptions = {}): Augmentation {
  const resolved: Record<string, Record<string, number>> = copyOf(defaultAugmentation);
  const limits: Record<string, Record<string, number>> = copyOf(largest);
  for (const [part, values] of Object.entries(options)) {
    if (!Object.hasOwn(resolved, part)) {
      const names = Object.keys(resolved).join(', ');
      throw new RangeError(`augmentation: a part must be one of ${names}. Received ${part}.`);
    }
    for (const [field, value] of Object.entries(values)) {
      const name = `${part}.${field}`;
      if (!Object.hasOwn(resolved[part], field)) {
        const names = Object.keys(resolved[part]).join(', ');
        throw new RangeError(`augmentation: ${part} has ${names}. Received ${field}.`);
      }
      const low = smallest[name] ?? 0;
      const high = limits[part][field];
      const fits = typeof value === 'number' && value >= low && value <= high;
      if (!fits || (WHOLE.has(name) && !Number.isInteger(value))) {
        const kind = WHOLE.has(name) ? 'a whole number from' : 'from';
        throw new RangeError(`augmentation: ${name} must be ${kind} ${low} to ${high}. Received ${String(value)}.`);
      }
      resolved[part][field] = value;
    }
  }
  return resolved as unknown as Augmentation;
}

function copyOf(augmentation: Augmentation): Record<string, Record<string, number>> {
  return Object.fromEntries(Object.entries(augmentation).map(([part, values]) => [part, { ...values }]));
}
