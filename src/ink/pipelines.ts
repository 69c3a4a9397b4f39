import { classicPipeline } from './classic.js';
import { normalised } from './normalised.js';
import type { Pipeline, PipelineName } from './pipeline.js';

/** All pipelines, by the name that model configs and the command line use. */
export const pipelines: Readonly<Record<PipelineName, Pipeline>> = { classic: classicPipeline, normalised };
