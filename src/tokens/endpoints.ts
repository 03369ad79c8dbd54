/** Where the provider answers; clients learn it from discovery. */
export const endpoints = {
  authorization: '/authorize',
  pushed_authorization_request: '/par',
  token: '/token',
  jwks: '/jwks',
} as const;
