import { type CrewMember, joinCrew } from '../training/engine.js';

// The worker answers the first message, null. The second message makes it a member of a crew, until
// the engine is closed.
addEventListener('message', ({ data }: MessageEvent<CrewMember | null>) => {
  if (data === null) {
    postMessage('started');
    return;
  }
  joinCrew(data);
  close();
});
