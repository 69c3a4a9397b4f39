import { workerData } from 'node:worker_threads';
import { type CrewMember, joinCrew } from '../../training/engine.js';

const member = workerData as CrewMember | null; // null: to see whether threads start
if (member !== null) joinCrew(member);
