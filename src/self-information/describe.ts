/**
 * openapi.yaml, made from the tables that the server itself runs on: categories, attestations, refusals.
 * Pure; a test rewrites the file (UPDATE=1) and otherwise fails where the two differ.
 */
import { type AttestationQuestion, attestationQuestions } from '../vocabulary/attestations.ts';
import { toAcr } from '../vocabulary/authentication.ts';
import { categories } from '../vocabulary/categories.ts';
import { identityAssurance, identityCategory, identityClaims } from '../vocabulary/identity.ts';
import { describeAnswers, ref, type Schema, toSchemaName } from './describe-answers.ts';
import {
  describeEmergencyAnswers,
  describeEmergencyOperation,
  describeEmergencySecurity,
  emergencyRefusals,
} from './describe-emergency.ts';
import { describeExamples, type Examples } from './describe-examples.ts';
import {
  describeProblem,
  describeRefusals,
  guarded,
  releasing,
  releasingIdentity,
} from './describe-problems.ts';
import { describeLedger } from './describe-ledger.ts';
import { alsoJwt, answerHeaders, type Get, json, jwt } from './describe-operation.ts';
import { describeRequestAnswers, describeRequests } from './describe-requests.ts';
import { settling, unchanging } from './ledger-routes.ts';
import { idempotencyKeySchema } from './parameters.ts';

export function describeApi(issuer: string): Schema {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Madoguchi self-information API (a stand-in, not affiliated with any government)',
      version: '1.0.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: introduction,
    },
    servers: [{ url: issuer, description: 'The sandbox on your own machine' }],
    tags: [
      { name: 'self-information', description: 'Records and attestations, as the citizen granted them' },
      {
        name: 'emergency',
        description: 'For accredited clients: people who cannot be asked. Recorded, bounded, supervised',
      },
      { name: 'ledger', description: 'What was disclosed, provable by whoever holds a receipt' },
    ],
    paths: describePaths(issuer),
    components: {
      securitySchemes: {
        citizenConsent: describeSecurity(issuer),
        emergencyAccess: describeEmergencySecurity(issuer),
      },
      parameters: { Proof: proofParameter, IdempotencyKey: idempotencyKeyParameter },
      headers,
      schemas: {
        ...describeAnswers(),
        ...describeRequestAnswers(),
        ...describeEmergencyAnswers(),
        Problem: describeProblem(),
      },
    },
  };
}

const introduction = `Hands a company the records of a citizen that this citizen granted, item by item, and nothing else.
Madoguchi is a stand-in for development and study: it is **not affiliated with any government**, its persons are
invented, and its formats are its own, shaped after common knowledge of the field.

- **Token:** from the authorization code flow with a pushed request (RFC 9126), PKCE, \`private_key_jwt\` and DPoP.
  Send \`Authorization: DPoP <access token>\` and a fresh \`DPoP\` proof (RFC 9449) with \`ath\` on every call.
- **Consent:** is read afresh on every call. A withdrawal acts at once.
- **Login:** every record names the weakest login it is handed out on (\`x-least-acr\`), the login page asks for it, and
  the ID token says in \`acr\`, \`amr\`, \`auth_time\` and \`authentication_context\` what it was. \`acr_values\`, essential
  \`claims.id_token.acr\`, \`max_age\` and \`prompt\` ask for more; who cannot meet it leaves with
  \`unmet_authentication_requirements\`.
- **Reads:** an answer with status 200 spends one read of the consent, \`stale\` and \`no_record\` included. A repeat with the same
  \`Idempotency-Key\` within 60 seconds spends no other. Refusals spend none.
- **Absent and null:** an item that was not granted is absent; one that the agency holds blank is null.
- **stale** says that the record is handed out, and is older than its holder promises: \`x-fresh-for-days\` of its
  category, counted from \`as_of\`.
- **Items:** each says in \`x-meaning\` what its value means, in \`x-nullable\` what null means, in \`x-holder\` and
  \`x-update-frequency\` who keeps it and how often it is brought up to date, in \`x-standard-ref\` which standard it
  follows or that there is none. \`x-code-list\` names a list at \`/code-lists/{name}.json\`. The same for people:
  \`/categories\`; as JSON Schemas: \`/schemas/categories/{name}.json\`.
- **no_record** says that there is nothing to hand out. It never says that something does not exist.
- **Receipts:** every answer is in the ledger before you have it. Its receipt is complete about a second later;
  \`npm run verify-receipt\` checks it offline, with the ledger's key from \`GET /v1/keys\`.
- **Refusals** are problem documents (RFC 9457); \`type\` is the address of a page that explains the reason.
- **Encrypted answers:** who registered a key with \`use: enc\` is answered by a JWS inside a JWE, always: accept
  \`application/jwt\`, or be refused with \`not_acceptable\` before anybody is asked.
- **Several at once:** \`POST /v1/self-information/requests\` asks the agencies in the background, longer than a caller
  would wait at the door; the result waits ten minutes and is handed out once.
- **Strictness:** an operation takes the methods that are described here (others: 405 with \`Allow\`), no query parameter,
  and no body but the one that is described.
  A path has one spelling: no percent-encoding, no slash at its end (404). A foreign Host is refused (421).`;

function describePaths(issuer: string): Schema {
  const examples = describeExamples(issuer);
  const get: Get = (operation, refused) => ({
    get: {
      ...operation,
      responses: { ...operation.responses, ...describeRefusals(issuer, refused) },
    },
  });
  const withToken = { tags: ['self-information'], security: [{ citizenConsent: [] }] };
  const open = { tags: ['ledger'], security: [] };
  return {
    '/v1/self-information': get(
      {
        ...withToken,
        operationId: 'listGranted',
        summary: 'What this token may still read',
        description: 'Spends no read and makes no entry: nothing of the citizen’s records is in it.',
        parameters: [{ $ref: '#/components/parameters/Proof' }],
        responses: {
          200: json('What is granted', ref('Grant'), {
            'class-1': { summary: 'Hanako granted the discount and the issuer', value: examples.grant },
          }),
        },
      },
      guarded,
    ),
    '/v1/self-information/{category}': get(
      {
        ...withToken,
        operationId: 'readCategory',
        summary: 'The granted items of one category',
        parameters: [
          { name: 'category', in: 'path', required: true, schema: ref('CategoryName') },
          { $ref: '#/components/parameters/Proof' },
          { $ref: '#/components/parameters/IdempotencyKey' },
        ],
        responses: {
          200: alsoJwt(
            json('The granted items, or that there is nothing to hand out', ref('SelfInformation'), {
              'class-1': { summary: 'Hanako granted the issuer alone', value: examples.selfInformation },
              'long-name': { summary: 'There is nothing to hand out', value: examples.nothingToHandOut },
            }),
            jwt('self-information+jwt', ref('SelfInformation'), examples.jwt),
          ),
        },
      },
      [...releasing, 'category_not_found', 'not_found'],
    ),
    ...describeRequests(issuer, examples),
    ...Object.fromEntries(
      attestationQuestions
        .map((question) => [question, describeQuestion(question)] as const)
        .map(([{ name, leastAssurance }, { summary, says, isOfIdentity }]) => [
          `/v1/attestations/${name}`,
          get(
            {
              ...withToken,
              operationId: `attest${toSchemaName(name)}`,
              summary,
              description: `${says}\n\nNeeds a login of at least \`${toAcr(leastAssurance)}\`. Null where there is nothing to attest: no record, and a record that does not qualify, look the same.`,
              parameters: [
                { $ref: '#/components/parameters/Proof' },
                { $ref: '#/components/parameters/IdempotencyKey' },
              ],
              responses: {
                200: {
                  description: summary,
                  headers: answerHeaders,
                  content: jwt('attestation+jwt', ref(toSchemaName(name)), examples.jwt),
                },
              },
            },
            isOfIdentity ? releasingIdentity : releasing,
          ),
        ]),
    ),
    '/v1/userinfo': {
      ...get(describeUserinfo(examples), releasingIdentity),
      post: {
        ...describeUserinfo(examples),
        operationId: 'postUserinfo',
        responses: {
          ...describeUserinfo(examples).responses,
          ...describeRefusals(issuer, releasingIdentity),
        },
      },
    },
    '/v1/emergency-access': {
      post: describeEmergencyOperation(describeRefusals(issuer, emergencyRefusals), json, issuer),
    },
    ...describeLedger(examples, get),
    '/v1/keys': get(
      {
        ...open,
        operationId: 'readKeys',
        summary: 'The public keys of answers and of the ledger',
        description:
          'Answers as JWT are signed with the first key, promises and tree heads with the second. A key’s `kid` is its thumbprint (RFC 7638) and never changes while the key lives; keep the ledger’s key, and a receipt can be checked when we are gone.',
        responses: {
          200: json('A JWK set (RFC 7517)', ref('KeySet'), {
            'class-1': { summary: 'What Hanako’s receipt is checked with', value: examples.keys },
          }),
        },
      },
      [],
    ),
  };
}

function describeUserinfo(examples: Examples): Schema & { responses: Schema } {
  return {
    tags: ['self-information'],
    security: [{ citizenConsent: [] }],
    operationId: 'userinfo',
    summary: 'Who the citizen is, as far as it was granted',
    description:
      'OpenID Connect Core 1.0, section 5.3, by either method, without a body. Claims that were not granted, or of which there is nothing to hand out, are absent; nothing says why. `verified_claims` is there where the claims parameter asked for it and its conditions hold (OpenID Connect for Identity Assurance 1.0). The JWT is signed with the provider’s key (`jwks_uri`).',
    parameters: [
      { $ref: '#/components/parameters/Proof' },
      { $ref: '#/components/parameters/IdempotencyKey' },
    ],
    responses: {
      200: alsoJwt(
        json('The granted claims', ref('Userinfo'), {
          'class-1': { summary: 'Hanako granted name and address, vouched for', value: examples.userinfo },
        }),
        jwt('userinfo+jwt', ref('Userinfo'), examples.jwt),
      ),
    },
  };
}

function describeSecurity(issuer: string): Schema {
  return {
    type: 'oauth2',
    description:
      'FAPI 2.0: the request is pushed to /par first (RFC 9126), with PKCE S256 and private_key_jwt whose audience is the issuer; the code is exchanged with a DPoP proof. The access token is bound to that key (RFC 9449), lives five minutes, and is sent as `Authorization: DPoP <token>`, never as a bearer token. A scope asks for a whole category; authorization_details of type self-information (RFC 9396) for single items.',
    flows: {
      authorizationCode: {
        authorizationUrl: `${issuer}/authorize`,
        tokenUrl: `${issuer}/token`,
        refreshUrl: `${issuer}/token`,
        scopes: {
          openid: 'Says that this is OpenID Connect',
          ...Object.fromEntries(
            identityClaims.map(({ name, schema }) => [
              name,
              `${schema['x-label'].ja} (${schema['x-label'].en}) at userinfo, from ${toAcr(identityAssurance)}`,
            ]),
          ),
          ...Object.fromEntries(
            categories.map(({ name, label, leastAssurance }) => [
              name,
              `${label.ja} (${label.en}), from ${toAcr(leastAssurance)}`,
            ]),
          ),
        },
      },
    },
  };
}

const proofParameter = {
  name: 'DPoP',
  in: 'header',
  required: true,
  description: 'A fresh proof for this very request: htm, htu, iat, jti, ath (RFC 9449)',
  schema: { type: 'string' },
};

const idempotencyKeyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Repeated within 60 seconds for the same read, it spends no other. The proof must be fresh all the same.',
  schema: idempotencyKeySchema,
};

const headers = {
  TraceId: {
    description: 'Joins this call, its inquiry and its entry; quote it when you ask us',
    required: true,
    schema: { type: 'string', pattern: '^[0-9a-f]{32}$' },
  },
  CacheControl: { required: true, schema: { enum: ['no-store', settling, unchanging] } },
  Challenge: {
    description:
      'RFC 9449, section 7.1; with acr_values where a stronger login is needed (RFC 9470, section 3)',
    required: true,
    schema: {
      type: 'string',
      pattern: '^DPoP (error="[a-z_]+", )?(acr_values="[a-z:-]+", )?algs="ES256 PS256"$',
    },
  },
  Location: { description: 'Where to look', required: true, schema: { type: 'string', format: 'uri' } },
  RetryAfter: { description: 'Seconds', required: true, schema: { type: 'integer', minimum: 1 } },
};

/** Of a question with registered values, the words hold for each of them. */
function describeQuestion({ label, says, choices, category }: AttestationQuestion) {
  const inWords = (text: string): string => text.replaceAll('{argument}', '…');
  const registered =
    choices &&
    `\n\nThe purpose registers one of: ${Object.entries(choices)
      .map(([argument, words]) => `\`${argument}\` (${words.en})`)
      .join(', ')}. It is part of the item that is asked for, so no call names it.`;
  return {
    summary: inWords(label.en),
    says: inWords(says.en) + (registered ?? ''),
    isOfIdentity: category === identityCategory,
  };
}
