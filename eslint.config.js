import js from '@eslint/js';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'site', 'screenshots', 'runs', 'node_modules', 'models', 'samples', 'test/golden/**/*.json'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.pipeline.json',
          './tsconfig.browser.json',
          './tsconfig.node.json',
          './tsconfig.test.json',
          './test/app/tsconfig.json',
          './web/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Sizes and counts are printed all over error messages.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
      ],
    },
  },
  // Tools load these by their default export.
  { files: ['*.config.*', 'test/support/closingLine.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['examples/**/*.js', 'test/**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        ['Buffer', 'URL', 'console', 'performance', 'process'].map((name) => [name, 'readonly']),
      ),
    },
  },
  // The compiler checks these, names included (bench/tsconfig.json, scripts/tsconfig.json).
  { files: ['bench/**/*.js', 'scripts/**/*.js', 'experiments/**/*.js'], rules: { 'no-undef': 'off' } },
  { files: ['**/*.js'], ...ts.configs.disableTypeChecked },
);
