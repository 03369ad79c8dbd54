import { Ajv2020 } from 'ajv/dist/2020.js';
import type { AgencyId, LinkCode } from '../vocabulary/identifiers.ts';
import type { JsonValue } from '../vocabulary/reading.ts';
import {
  type Representation,
  representations,
  type ResidentAnswer,
  type ResidentQuestion,
  residentRefusals,
} from '../vocabulary/residents.ts';
import { holderLabels } from '../vocabulary/categories.ts';
import { NetworkFault } from './network-fault.ts';

/** What the network answers to `POST /residents/match`. */
interface NetworkResident {
  trace_id: string;
  outcome: 'found' | (typeof residentRefusals)[number];
  representation: Representation | null;
  link_code: LinkCode | null;
  holders: Record<string, AgencyId> | null;
}

/** By what right somebody may be registered by another: theirs by law. */
const byLaw: readonly (Representation | null)[] = ['parental_authority', 'guardian'];

const isNetworkResident = new Ajv2020({ allowUnionTypes: true }).compile<NetworkResident>({
  type: 'object',
  additionalProperties: false,
  required: ['trace_id', 'outcome', 'representation', 'link_code', 'holders'],
  properties: {
    trace_id: { type: 'string' },
    outcome: { enum: ['found', ...residentRefusals] },
    representation: { enum: [...representations, null] },
    link_code: { type: ['string', 'null'], pattern: '^[0-9A-Za-z_-]{22}$' },
    holders: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.keys(holderLabels).map((kind) => [
          kind,
          { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
        ]),
      ),
    },
  },
  // A code beside a refusal would be somebody's whom nobody may know by it.
  if: { properties: { outcome: { const: 'found' } } },
  else: {
    properties: { representation: { type: 'null' }, link_code: { type: 'null' }, holders: { type: 'null' } },
  },
});

/** The register's answer to this very question, whole and free of contradictions. @throws NetworkFault */
export function toResidentAnswer(value: JsonValue, { traceId, registers }: ResidentQuestion): ResidentAnswer {
  if (!isNetworkResident(value)) throw new NetworkFault('answer_envelope');
  const answer: NetworkResident = value;
  if (answer.trace_id !== traceId) throw new NetworkFault('answer_misaddressed');
  const { outcome, representation, link_code: linkCode, holders } = answer;
  if (outcome !== 'found') return { outcome };
  const isEntitled = registers === 'signer' ? representation === null : byLaw.includes(representation);
  if (isEntitled && linkCode !== null && holders !== null) return { outcome, linkCode, holders };
  const isRefused =
    representation === 'appointed_agent' || representation === 'none' || representation === 'self';
  if (registers === 'represented' && isRefused && linkCode === null && holders === null)
    return { outcome: 'not_represented', representation };
  throw new NetworkFault('answer_envelope');
}
