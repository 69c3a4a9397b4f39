import { type CrewMember, serve } from '../training/engine.js';

// Answers the first message, null, takes the part that the second brings, and ends with the engine.
addEventListener('message', ({ data }: MessageEvent<CrewMember | null>) => {
  if (data === null) {
    postMessage('started');
    return;
  }
  serve(data);
  close();
});
