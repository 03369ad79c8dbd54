/** The paths of the ledger: receipts, and what anybody may watch. */
import { ref, type Schema } from './describe-answers.ts';
import type { Examples } from './describe-examples.ts';
import { type Get, json } from './describe-operation.ts';

const open = { tags: ['ledger'], security: [] };
const inPath = (name: string, schema: Schema = size): Schema => ({
  name,
  in: 'path',
  required: true,
  schema,
});
const size: Schema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

export function describeLedger(examples: Examples, get: Get): Schema {
  return {
    '/v1/receipts/{entry}': get(
      {
        ...open,
        operationId: 'readReceipt',
        summary: 'The receipt of one entry',
        description:
          'Holds names of items and no value. Its address is the only key to it: whoever was given it may keep and show it.',
        parameters: [inPath('entry', { type: 'string' })],
        responses: {
          200: json(
            'Pending for about a second, then complete',
            { oneOf: [ref('PendingReceipt'), ref('CompleteReceipt')] },
            {
              'class-1': { summary: 'Hanako’s discount was attested', value: examples.receipt },
              'class-1-pending': {
                summary: 'The same, within its first second',
                value: examples.pendingReceipt,
              },
            },
          ),
        },
      },
      ['receipt_unknown', 'entry_erased', 'not_found', 'store_unavailable'],
    ),
    '/v1/ledger/head': get(
      {
        ...open,
        operationId: 'readLedgerHead',
        summary: 'The signed head of the ledger’s tree',
        responses: {
          200: json('The latest head (RFC 9162)', ref('LedgerHead'), {
            'class-1': { summary: 'After Hanako’s discount was attested', value: examples.ledgerHead },
          }),
        },
      },
      ['ledger_empty', 'store_unavailable'],
    ),
    '/v1/ledger/heads/{size}': get(
      {
        ...open,
        operationId: 'readLedgerHeadOfSize',
        summary: 'The head that was signed over exactly this many leaves',
        description:
          'Not every size has one: a head is signed once a second at most, over all that waited. Compare it with the one that somebody else was shown.',
        parameters: [inPath('size')],
        responses: {
          200: json('That head, with the cosignatures that it has', ref('LedgerHead'), {
            'class-1': { summary: 'After Hanako’s discount was attested', value: examples.ledgerHead },
          }),
        },
      },
      ['ledger_part_unknown', 'not_found', 'store_unavailable'],
    ),
    '/v1/ledger/heads/from/{size}': get(
      {
        ...open,
        operationId: 'listLedgerHeads',
        summary: 'The history of heads, 256 at a time',
        description:
          'Begins with the first head over at least this many leaves. A full page may be kept for good.',
        parameters: [inPath('size')],
        responses: {
          200: json('Signed heads, smallest first', ref('LedgerHeads'), {
            'class-1': { summary: 'From the beginning', value: examples.ledgerHeads },
          }),
        },
      },
      ['not_found', 'store_unavailable'],
    ),
    '/v1/ledger/leaves/{page}': get(
      {
        ...open,
        operationId: 'readLedgerLeaves',
        summary: 'Leaf hashes, 256 a page, from page 0',
        description:
          'All that is needed to build the tree oneself and to compare it with a signed head. The hashes are salted: they tell nothing of what was recorded, and who asks for pages tells nothing about which entry matters to them. Full pages may be kept for good.',
        parameters: [inPath('page')],
        responses: {
          200: json('The hashes that have their place so far', ref('LedgerLeaves'), {
            'class-1': {
              summary: 'The first page, with Hanako’s leaf among others',
              value: examples.ledgerLeaves,
            },
          }),
        },
      },
      ['ledger_part_unknown', 'not_found', 'store_unavailable'],
    ),
    '/v1/ledger/consistency/{first}/{second}': get(
      {
        ...open,
        operationId: 'readConsistencyProof',
        summary: 'That a later tree continues an earlier one unchanged',
        description:
          'Between the trees of any two sizes up to the present one (RFC 9162, 2.1.4). The proof is worth what the two signed heads are that it is checked against.',
        parameters: [inPath('first'), inPath('second')],
        responses: {
          200: json('The proof', ref('ConsistencyProof'), {
            'class-1': {
              summary: 'From before Hanako’s discount to after it',
              value: examples.consistencyProof,
            },
          }),
        },
      },
      ['ledger_part_unknown', 'not_found', 'store_unavailable'],
    ),
  };
}
