// ESLint, for mistakes only; the form of the code is Prettier's (.prettierrc.json), its types are TypeScript's.
import js from '@eslint/js';
import globals from 'globals';

export default [
  { ignores: ['build/', 'dist/', '**/node_modules/', 'tests/package/.scratch/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: {
      'array-callback-return': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-constructor-return': 'error',
      'no-self-compare': 'error',
      'no-unreachable-loop': 'error',
      'no-var': 'error',
      // A parameter that an interface requires, and a part of a pattern that is left out, may be unused.
      'no-unused-vars': [
        'error',
        { args: 'none', ignoreRestSiblings: true, destructuredArrayIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      // Readers of JSON and of file names treat control characters on purpose.
      'no-control-regex': 'off',
      // An initial value can be there for the type that TypeScript takes from it.
      'no-useless-assignment': 'off',
    },
  },
  // The page and its workers run in browsers; the engine in Node as well.
  {
    files: ['web/**/*.js'],
    languageOptions: {
      globals: { ...globals.browser, ...globals.worker, ...globals.serviceworker, process: 'readonly' },
    },
  },
  {
    files: ['scripts/**/*.mjs', 'tests/**/*.mjs', 'examples/*.mjs', 'web/vite*.js', 'eslint.config.js'],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  // These send functions to a page, which run there, or are workers.
  {
    files: ['scripts/**/*.mjs', 'tests/{e2e,package}/**/*.{js,mjs}', 'scripts/bench/page/*', 'examples/*.js'],
    languageOptions: { globals: { ...globals.browser, ...globals.worker } },
  },
];
