/** What a request may carry beside token and proof; openapi.yaml shows it and the routes check it. */
export const idempotencyKeySchema = {
  type: 'string',
  minLength: 1,
  maxLength: 255,
  pattern: '^[\\x21-\\x7e]+$',
} as const;
