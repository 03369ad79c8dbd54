import { type Attestation, attestationCategory, attestations } from '../vocabulary/attestations.ts';
import type { ItemSchema } from '../vocabulary/category-schema.ts';
import type { JsonValue } from '../vocabulary/reading.ts';

/** What a citizen may carry: the answer to a question, with its registered value. `age-over.20`. */
export interface CredentialType {
  id: string;
  attestation: Attestation;
}

export const credentialTypes: readonly CredentialType[] = attestations.map((attestation) => ({
  id: attestation.item.slice(attestationCategory.length + 1),
  attestation,
}));

const byId = new Map(credentialTypes.map((type) => [type.id, type]));
const byItem = new Map<string, CredentialType>(credentialTypes.map((type) => [type.attestation.item, type]));

export function findCredentialType(id: string): CredentialType | undefined {
  return byId.get(id);
}

export function typeOfItem(item: string): CredentialType | undefined {
  return byItem.get(item);
}

/** The type's name in credentials (`vct`): the address of its metadata. */
export function toVct(issuer: string, { id }: CredentialType): string {
  return `${issuer}/credentials/types/${id}`;
}

/** SD-JWT VC type metadata: names and descriptions in both languages, and that each claim may be kept back. */
export function toTypeMetadata(issuer: string, type: CredentialType): Record<string, JsonValue> {
  const { label, says, question } = type.attestation;
  return {
    vct: toVct(issuer, type),
    name: label.en,
    description: says.en,
    display: [
      { locale: 'ja', name: label.ja, description: says.ja },
      { locale: 'en', name: label.en, description: says.en },
    ],
    claims: Object.entries(question.answer.properties).map(([name, schema]) => ({
      path: [name],
      display: [
        { locale: 'ja', label: (schema as ItemSchema)['x-label'].ja },
        { locale: 'en', label: (schema as ItemSchema)['x-label'].en },
      ],
      sd: 'always',
    })),
  };
}
