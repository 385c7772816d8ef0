// The scripts of the pages run in Chromium 86 and whatever is newer: its syntax ends with ECMAScript 2020, and an
// interface that it does not know is found in the browsers' own tables.

import compat from 'eslint-plugin-compat';

const PAGE = Object.fromEntries([
  'window', 'document', 'navigator', 'location', 'sessionStorage', 'localStorage', 'fetch', 'XMLHttpRequest', 'FormData',
  'File', 'Blob', 'URL', 'URLSearchParams', 'Event', 'DataTransfer', 'Promise', 'Uint8Array', 'crypto', 'TextEncoder',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'btoa', 'AbortController',
].map((name) => [name, 'readonly']));

export default [{
  files: ['**/*.js'],
  plugins: { compat },
  languageOptions: { ecmaVersion: 2020, sourceType: 'script', globals: PAGE },
  // Only what is inside an `if (window.X)` may be newer; nothing else is excused.
  linterOptions: { noInlineConfig: true },
  settings: { targets: ['chrome 86'] },
  rules: {
    'compat/compat': 'error',
    'no-undef': 'error',
    'no-unused-vars': 'error',
    'no-restricted-syntax': ['error',
      { selector: 'CallExpression > MemberExpression[property.name=/^(at|findLast|findLastIndex|replaceChildren|toSorted|hasOwn)$/]', message: 'Chromium 86 does not know it.' },
    ],
  },
}];
