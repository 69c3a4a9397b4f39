import { inputImage } from '../reader/inputImage.js';
import { InkCanvas } from '../read/InkCanvas.js';
import { Icon } from '../shell/icons.js';
import { bring, forgetImported, imported, importing } from './training.js';

/** Buttons to choose a zip, a table or a folder, and what was found in it. */
export function BringPictures() {
  const report = imported.value;
  const step = importing.value;
  const take = (input: HTMLInputElement): void => {
    void bring([...(input.files ?? [])]);
    input.value = '';
  };
  return (
    <div class="bring">
      <label class="button button-quiet">
        <Icon name="upload" /> Choose a zip or CSV
        <input
          type="file"
          class="visually-hidden"
          accept=".zip,.csv,.tsv,.txt,.gz,application/zip,text/csv"
          onChange={({ currentTarget }) => {
            take(currentTarget);
          }}
        />
      </label>
      <label class="button button-quiet">
        <Icon name="upload" /> Choose a folder
        <input
          type="file"
          class="visually-hidden"
          ref={(input) => {
            if (input !== null) input.webkitdirectory = true;
          }}
          onChange={({ currentTarget }) => {
            take(currentTarget);
          }}
        />
      </label>
      <p class="soft" aria-live="polite" data-testid="imported">
        {step !== null && `${step.what}: ${step.done}${step.of > 0 ? ` of ${step.of}` : ''}`}
        {step === null && report !== null && (
          <>
            {report.name}: {report.count} pictures (
            {report.perDigit.map((count, digit) => `${digit}: ${count}`).join(', ')})
            {report.skipped > 0 && `; ${report.skipped} could not be read (${report.reason ?? ''})`}
          </>
        )}
        {step === null &&
          report === null &&
          'Pictures in folders named 0 to 9, PNG or JPEG; or a CSV or IDX files, as for MNIST.'}
      </p>
      {step === null &&
        report !== null &&
        report.warnings.map((warning) => (
          <p key={warning} class="notice" role="alert">
            {warning}
          </p>
        ))}
      {step === null &&
        report !== null &&
        report.notes.map((note) => (
          <p key={note} class="soft">
            {note}
          </p>
        ))}
      {step === null && report !== null && (
        <div class="bring-firsts">
          {report.firsts.map(({ label, input }) => (
            <InkCanvas key={label} image={inputImage(input)} label={`the first ${label} as the network gets it`} />
          ))}
          <button type="button" class="link" onClick={() => void forgetImported()}>
            Remove
          </button>
        </div>
      )}
    </div>
  );
}
