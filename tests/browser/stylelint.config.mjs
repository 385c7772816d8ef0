// The styles of the pages are for Chromium 86 and whatever is newer: what the browsers' own tables do not give it is
// found here, and so is a rule that is written twice or cannot be read.

export default {
  plugins: ['stylelint-no-unsupported-browser-features'],
  rules: {
    'plugin/no-unsupported-browser-features': [true, {
      browsers: ['chrome 86'],
      // Chromium 86 has these, short of what the pages do not use: `overflow: clip`; sticky rows of a table; breaks and
      // spans of columns; a line's thickness. (It passes over how far a link's line lies below the words.)
      ignore: ['css-overflow', 'css-sticky', 'multicolumn', 'text-decoration'],
    }],
    'selector-pseudo-class-disallowed-list': ['has', 'is', 'where'],
    'property-disallowed-list': ['text-decoration-thickness', 'aspect-ratio', 'inset', 'accent-color', 'container', 'container-type'],
    'declaration-property-value-disallowed-list': { '/^overflow/': ['clip'] },
    'at-rule-disallowed-list': ['layer', 'container', 'property', 'scope'],
    'no-duplicate-selectors': true,
    'no-invalid-double-slash-comments': true,
    'property-no-unknown': true,
    'declaration-block-no-duplicate-properties': true,
    'color-no-invalid-hex': true,
  },
};
