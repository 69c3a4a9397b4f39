import { workerData } from 'node:worker_threads';
import { type CrewMember, serve } from '../../training/engine.js';

serve(workerData as CrewMember);
