// Reads pixels as a canvas gives them: an upright stroke, black on transparent paper. In a page,
// import from 'numerist'.
import { read } from 'numerist/node';

const [width, height] = [100, 120];
const data = new Uint8ClampedArray(width * height * 4);
for (let y = 20; y < 100; y++) {
  for (let x = 46; x < 54; x++) data[(y * width + x) * 4 + 3] = 255;
}

const { text, digits } = await read({ width, height, data });
console.log(
  `${text} at ${digits[0].box.join(', ')}, or ${digits[0].alternatives.map(({ digit }) => digit).join(' or ')}`,
);
