/** A colour in OKLCH: lightness 0..1, chroma 0..0.4, hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/**
 * Colours as `#rrggbb` from one end to the other, in equal steps of perceived lightness: equal
 * steps in a count look equally large.
 *
 * OKLab: Ottosson 2020, "A perceptual color space for image processing",
 * https://bottosson.github.io/posts/oklab/.
 */
export function colourRamp(from: Oklch, to: Oklch, steps: number): string[] {
  return Array.from({ length: steps }, (_, step) => {
    const share = steps === 1 ? 0 : step / (steps - 1);
    const mix = (key: keyof Oklch) => from[key] + share * (to[key] - from[key]);
    return hexOf({ lightness: mix('lightness'), chroma: mix('chroma'), hue: mix('hue') });
  });
}

function hexOf({ lightness, chroma, hue }: Oklch): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(byteOf).join('')}`;
}

/** Encodes one linear channel as two hexadecimal digits of sRGB (IEC 61966-2-1). */
function byteOf(linear: number): string {
  const light = Math.min(Math.max(linear, 0), 1);
  const encoded = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
