/**
 * The report's only script: draws the pictures and opens the drawer behind a cell. It sets text
 * only through `textContent`. Any change to it changes `REPORT_SCRIPT_HASH`, which a test checks.
 */
export const REPORT_SCRIPT = `(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('pictures').textContent);
  const bytes = Uint8Array.from(atob(data.bytes), (character) => character.charCodeAt(0));
  const drawer = document.getElementById('drawer');
  const find = (name) => drawer.querySelector('[data-part=' + name + ']');

  const draw = (canvas, index) => {
    const image = new ImageData(28, 28);
    for (let pixel = 0; pixel < 784; pixel++) image.data[pixel * 4 + 3] = bytes[index * 784 + pixel];
    canvas.getContext('2d').putImageData(image, 0, 0);
  };
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className !== undefined) made.className = className;
    return made;
  };
  const card = (picture, index) => {
    const item = element('li');
    const frame = element('span', undefined, 'frame');
    const canvas = element('canvas');
    canvas.width = canvas.height = 28;
    canvas.setAttribute('aria-hidden', 'true');
    draw(canvas, index);
    const words = element('div', undefined, 'words');
    words.append(element('strong', picture.confidence + ' sure of ' + picture.predicted));
    if (picture.others !== '') words.append(element('span', 'then ' + picture.others));
    words.append(element('span', picture.name, 'name'));
    frame.append(canvas);
    item.append(frame, words);
    return item;
  };

  const open = (button) => {
    const actual = Number(button.dataset.true);
    const predicted = Number(button.dataset.predicted);
    const count = Number(button.dataset.count);
    const cards = data.pictures.flatMap((picture, index) =>
      !picture.apart && picture.true === actual && picture.predicted === predicted ? [card(picture, index)] : [],
    );
    const order = actual === predicted ? 'the least sure first' : 'the surest first';
    find('title').textContent = 'True ' + actual + ', predicted ' + predicted;
    find('count').textContent =
      (cards.length < count ? cards.length + ' of ' + count + ' pictures, ' : count === 1 ? '1 picture' : count + ' pictures, ') +
      (count === 1 ? '' : order);
    find('list').replaceChildren(...cards);
    drawer.showModal();
    find('body').scrollTop = 0;
  };

  for (const canvas of document.querySelectorAll('canvas[data-picture]')) draw(canvas, Number(canvas.dataset.picture));
  for (const button of document.querySelectorAll('button[data-true]')) button.addEventListener('click', () => open(button));
  find('close').addEventListener('click', () => drawer.close());
  // A click on the page behind the drawer hits the dialog itself, outside of its content.
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer) drawer.close();
  });
})();`;

/**
 * SHA-256 of the script, for the report's content security policy: no other script can run in it.
 */
export const REPORT_SCRIPT_HASH = 'sha256-Jszi94KHVxwGlNeE7G5h9Kavz5gOJp1q2nfQTN/wSVw=';
