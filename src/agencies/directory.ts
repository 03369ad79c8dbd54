import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { holderLabels, type HolderKind } from '../vocabulary/categories.ts';
import type { AgencyId } from '../vocabulary/identifiers.ts';
import type { Words } from '../vocabulary/words.ts';

export interface Agency {
  id: AgencyId;
  name: Words;
  kind: HolderKind;
}

/** Who the agencies are: names for people, kinds for the table of categories. Addresses are the network's business. */
export interface AgencyDirectory {
  find(id: AgencyId): Agency | undefined;
}

const name = { type: 'string', minLength: 1, maxLength: 200 };
const directorySchema = {
  type: 'object',
  additionalProperties: false,
  required: ['agencies'],
  properties: {
    agencies: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'name', 'kind'],
        properties: {
          id: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
          name: {
            type: 'object',
            additionalProperties: false,
            required: ['ja', 'en'],
            properties: { ja: name, en: name },
          },
          kind: { enum: Object.keys(holderLabels) },
        },
      },
    },
  },
};

/** Reads and checks the directory's file. @throws Error that names every fault */
export function loadAgencyDirectory(file: string): AgencyDirectory {
  const ajv = new Ajv2020({ allErrors: true });
  const isDirectory = ajv.compile<{ agencies: Agency[] }>(directorySchema);
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isDirectory(value))
    throw new Error(`the directory of agencies is faulty: ${ajv.errorsText(isDirectory.errors)}`);
  const agencies = new Map(value.agencies.map((agency) => [agency.id, agency]));
  if (agencies.size !== value.agencies.length)
    throw new Error('the directory of agencies names an agency twice');
  return { find: (id) => agencies.get(id) };
}
