import { bringFile } from './bringPicture.js';
import { pictureTrouble } from './page.js';

/** The sample pictures that come with Numerist. */
const SAMPLES = [
  ['seven-pencil.png', 'a seven in pencil'],
  ['two-photo.jpg', 'a photo of a two'],
  ['six-blue.png', 'a six in blue ink'],
  ['one-chalk.png', 'a one in chalk'],
  ['nine-night.png', 'a nine, light on dark'],
  ['five-pencil.png', 'a five in pencil'],
  ['four-corner.png', 'a four in a corner'],
  ['zero-marker.png', 'a zero in marker'],
] as const;

export function Samples() {
  const bring = async (name: string): Promise<void> => {
    try {
      const response = await fetch(new URL(`samples/${name}`, document.baseURI));
      if (!response.ok) throw new Error(`status ${response.status}`);
      await bringFile(await response.blob(), name);
    } catch {
      pictureTrouble.value = 'The sample could not be loaded. Check the connection and try again.';
    }
  };
  return (
    <ul class="samples" aria-label="Sample pictures">
      {SAMPLES.map(([name, text]) => (
        <li key={name}>
          <button type="button" onClick={() => void bring(name)} aria-label={`Read ${text}`}>
            <img src={`samples/${name}`} alt="" width={64} height={64} loading="lazy" />
          </button>
        </li>
      ))}
    </ul>
  );
}
