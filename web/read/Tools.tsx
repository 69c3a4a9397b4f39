import { useRef } from 'preact/hooks';

import { BRUSHES, type Brush } from '../drawing/stroke.js';
import { Icon } from '../shell/icons.js';
import { brought, brush, drawing, putAway } from './page.js';
import { bringFile } from './bringPicture.js';

const brushes = Object.keys(BRUSHES) as Brush[];

export interface ToolsProps {
  readonly onCamera: () => void;
  readonly onSamples: () => void;
  readonly samplesShown: boolean;
}

/** The tools for drawing and for opening pictures, as icons with text. */
export function Tools({ onCamera, onSamples, samplesShown }: ToolsProps) {
  const file = useRef<HTMLInputElement>(null);
  const onPad = brought.value === null;
  const clear = async (): Promise<void> => {
    await putAway();
    drawing.clear();
  };
  return (
    <div class="tools">
      <div class="tool-group" role="group" aria-label="Drawing">
        <Tool icon="undo" text="Undo" disabled={!onPad || !drawing.canUndo.value} onClick={drawing.undo} />
        <Tool icon="redo" text="Redo" disabled={!onPad || !drawing.canRedo.value} onClick={drawing.redo} />
        <Tool
          icon="clear"
          text="Clear"
          disabled={onPad && drawing.strokes.value.length === 0}
          onClick={() => void clear()}
        />
        <label class="tool tool-brush">
          <span class={`dot dot-${brush.value}`} aria-hidden="true" />
          <span>Brush</span>
          <select
            value={brush.value}
            aria-label="Brush"
            onChange={({ currentTarget }) => {
              brush.value = currentTarget.value as Brush;
            }}
          >
            {brushes.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="tool-group" role="group" aria-label="Pictures">
        <Tool icon="upload" text="Upload" onClick={() => file.current?.click()} />
        <Tool icon="camera" text="Camera" onClick={onCamera} />
        <Tool icon="samples" text="Samples" onClick={onSamples} expanded={samplesShown} />
      </div>
      <input
        ref={file}
        type="file"
        accept="image/*"
        hidden
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          currentTarget.value = '';
          void bringFile(chosen);
        }}
      />
    </div>
  );
}

interface ToolProps {
  readonly icon: Parameters<typeof Icon>[0]['name'];
  readonly text: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  readonly expanded?: boolean;
}

function Tool({ icon, text, onClick, disabled = false, expanded }: ToolProps) {
  return (
    <button type="button" class="tool" onClick={onClick} disabled={disabled} aria-expanded={expanded}>
      <Icon name={icon} />
      <span>{text}</span>
    </button>
  );
}
