export { CONFIG_FILE, WEIGHTS_FILE } from '../../formats/native/fileNames.js';
export { replacedFolderOf } from '../files/replaceFolder.js';
