export { conditions } from './papers.js';
export { paintPaper } from './paintPaper.js';
export { redraw } from './redraw.js';
