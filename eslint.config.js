import tseslint from 'typescript-eslint';

const noUnsafeMarkup = [
  {
    selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    message: 'Markup is built from components only.',
  },
  {
    selector: 'JSXAttribute[name.name="style"]',
    message: 'Styles live in the one style sheet: the CSP forbids inline ones.',
  },
];

export default tseslint.config(
  { ignores: ['node_modules', 'data'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      'no-restricted-syntax': ['error', ...noUnsafeMarkup],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  { files: ['sandbox/**', 'ledger-checker/main.ts', 'src/**/verify-*.ts'], rules: { 'no-console': 'off' } },
);
