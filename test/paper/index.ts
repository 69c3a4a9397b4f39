export { conditions } from './papers.js';
export { paintPaper } from './paintPaper.js';
