import { workerData } from 'node:worker_threads';
import { type CrewMember, joinCrew } from '../../training/engine.js';

joinCrew(workerData as CrewMember);
