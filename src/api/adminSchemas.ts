import Type, { type Static } from 'typebox';

const ModelVersions = Type.Array(Type.String(), { description: '`<model>/<version>`' });

/** What POST /v1/admin/reload has done. */
export const ReloadAnswer = Type.Object({
  loaded: ModelVersions,
  unchanged: ModelVersions,
  removed: ModelVersions,
  refused: Type.Array(Type.Object({ model: Type.String(), reason: Type.String() }), {
    description: 'What could not be loaded; where there was an older one in its place, that still serves.',
  }),
});
export type ReloadAnswer = Static<typeof ReloadAnswer>;
