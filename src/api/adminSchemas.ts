import Type, { type Static } from 'typebox';

const ModelVersions = Type.Array(Type.String(), { description: '`<model>/<version>`' });

/** The answer of POST /v1/admin/reload. */
export const ReloadAnswer = Type.Object({
  loaded: ModelVersions,
  unchanged: ModelVersions,
  removed: ModelVersions,
  refused: Type.Array(Type.Object({ model: Type.String(), reason: Type.String() }), {
    description: 'Models that could not be loaded; the old model in their place, if any, still serves.',
  }),
});
export type ReloadAnswer = Static<typeof ReloadAnswer>;
