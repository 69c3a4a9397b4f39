/** @type {readonly import('./project.js').Home[]} */
export const runtimes = [];
