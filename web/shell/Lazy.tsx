import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

import type { ViewName } from './route.js';

type LazyView = Exclude<ViewName, 'read'>;

const loaders: Readonly<Record<LazyView, () => Promise<ComponentType>>> = {
  train: async () => (await import('../train/TrainView.js')).TrainView,
  evaluate: async () => (await import('../evaluate/EvaluateView.js')).EvaluateView,
  hand: async () => (await import('../hand/HandView.js')).HandView,
};

/** A view whose code is loaded when it is first opened, so that Read does not wait for it. */
export function Lazy({ view }: { readonly view: LazyView }) {
  const loaded = useSignal<{ View: ComponentType } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    loaders[view]().then(
      (View) => {
        loaded.value = { View };
      },
      () => {
        failed.value = true;
      },
    );
  }, [view]);
  if (failed.value)
    return <p class="notice">This part could not be loaded. Check the connection and reload the page.</p>;
  if (loaded.value === null) return <div class="loading" aria-busy="true" />;
  const { View } = loaded.value;
  return <View />;
}
