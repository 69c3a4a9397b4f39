/** The two files of a model: the text of its config, and its weights in base64. */
export interface EmbeddedModel {
  readonly config: string;
  readonly weights: string;
}

/**
 * The default model as code, for bundles, which hold code alone. The build fills this module in
 * `dist` (`scripts/build/embed.js`); in `src` it is null.
 */
export const embeddedModel = null as EmbeddedModel | null;
