/**
 * The script behind the decisions on a page. It keeps them in the browser's storage as they are
 * made and saves them as a file that `parseCorrections` reads. Any change to it changes
 * `DECISIONS_SCRIPT_HASH`, which a test checks.
 */
export const DECISIONS_SCRIPT = `(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('decisions').textContent);
  const pictures = new Map(data.pictures.map((picture) => [String(picture.row), picture]));
  const controls = [...document.querySelectorAll('select[data-decision]')];
  const bar = document.getElementById('decisions-bar');
  const find = (name) => bar.querySelector('[data-part=' + name + ']');
  const { pipeline, version } = data.preprocessing;
  const key = ['numerist-decisions', data.fingerprint, pipeline, version].join(' ');

  // By row; those made on other pages of the same data are among them.
  let decided = {};
  let kept = true;
  try {
    decided = JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    kept = false; // no storage, or not ours: the page works without
  }

  const show = () => {
    for (const control of controls) {
      const decision = decided[control.dataset.decision];
      control.value = decision === undefined ? '' : decision.decision === 'relabel' ? String(decision.to) : decision.decision;
      control.classList.toggle('decided', decision !== undefined);
    }
    const count = Object.keys(decided).length;
    find('count').textContent = count === 1 ? '1 decision.' : count + ' decisions.';
    find('kept').textContent = count === 0 ? '' : kept ? 'Kept in this browser until you save them.' : 'This browser keeps nothing: save them before you leave.';
    find('save').disabled = count === 0;
  };
  const decide = (row, value) => {
    if (value === '') delete decided[row];
    else {
      const isDigit = value.length === 1;
      decided[row] = Object.assign({}, pictures.get(row), { decision: isDigit ? 'relabel' : value }, isDigit ? { to: Number(value) } : {});
    }
    try {
      localStorage.setItem(key, JSON.stringify(decided));
      kept = true;
    } catch {
      kept = false;
    }
    show();
  };
  const save = () => {
    const head = JSON.stringify({ format: 'numerist-corrections', version: 1, preprocessing: data.preprocessing });
    const lines = Object.values(decided).sort((a, b) => a.row - b.row).map((decision) => '\\n' + JSON.stringify(decision));
    const text = head.slice(0, -1) + ',"decisions":[' + lines.join(',') + '\\n]}\\n';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'corrections.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  for (const control of controls) control.addEventListener('change', () => decide(control.dataset.decision, control.value));
  // Another tab of the same data has decided something.
  addEventListener('storage', (event) => {
    if (event.key !== key) return;
    decided = JSON.parse(event.newValue) ?? {};
    show();
  });
  find('save').addEventListener('click', save);
  bar.hidden = false;
  show();
})();`;

/** SHA-256 of the script, for a page's content security policy. */
export const DECISIONS_SCRIPT_HASH = 'sha256-N+8237jP49mHOGpaRpg+MhPpxPc0rsCYf6QwdCeTFeU=';
