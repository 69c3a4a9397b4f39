import { messageOf } from '../../messageOf.js';
import type { Placement } from '../classFolders.js';
import type { SourcePicture } from './source.js';

/**
 * The pictures of a file set, one per path. `read` gives the bytes of one; if it throws, the
 * picture is unreadable for that reason.
 */
export async function* placedPictures(
  paths: readonly string[],
  placements: readonly Placement[],
  read: (index: number) => Uint8Array | Promise<Uint8Array>,
): AsyncGenerator<SourcePicture> {
  for (const [i, name] of paths.entries()) {
    const placement = placements[i];
    if ('reason' in placement) {
      yield { kind: 'unreadable', name, reason: placement.reason };
      continue;
    }
    const { label, split } = placement;
    let picture: SourcePicture;
    try {
      picture = { kind: 'encoded', name, label, split, bytes: await read(i) };
    } catch (error) {
      picture = { kind: 'unreadable', name, reason: messageOf(error) };
    }
    yield picture;
  }
}
