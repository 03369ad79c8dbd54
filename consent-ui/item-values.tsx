import type { VNode } from 'preact';
import { findAttestation } from '../src/vocabulary/attestations.ts';
import type { ItemSchema } from '../src/vocabulary/category-schema.ts';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import { findItem } from '../src/vocabulary/items.ts';
import type { JsonObject, JsonValue } from '../src/vocabulary/reading.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { HeldValue } from './held-value.tsx';
import { inLanguage } from './readable.ts';

export interface ItemValuesView {
  language: Language;
  item: ItemName;
  /** Every value across lists; of an attestation the one answer, null where nothing is attested. */
  values: readonly (JsonValue | null)[];
}

/** What would be shared of one item, as a person reads it. */
export function ItemValues({ language, item, values }: ItemValuesView): VNode {
  const say = inLanguage(language);
  const attestation = findAttestation(item);
  if (attestation) {
    const [answer = null] = values;
    if (!isAnswer(answer))
      return (
        <p>
          {say({
            ja: '「証明できるものはない」と伝わります。',
            en: 'They will be told that there is nothing to attest.',
          })}
        </p>
      );
    return (
      <ul>
        {Object.entries(attestation.question.answer.properties).map(([name, schema]) => (
          <li key={name}>
            {say(schema['x-label'] ?? { ja: name, en: name })}
            {': '}
            <HeldValue
              language={language}
              name={name}
              schema={schema as ItemSchema}
              value={answer[name] ?? null}
            />
          </li>
        ))}
      </ul>
    );
  }
  const schema = findItem(item)?.schema ?? null;
  if (values.length === 0)
    return (
      <span class="blank">{say({ ja: '該当する記載はありません', en: 'Nothing is recorded here' })}</span>
    );
  const shown = values.map((value, index) => (
    <HeldValue key={index} language={language} name={item} schema={schema} value={value} />
  ));
  if (shown.length === 1) return <>{shown}</>;
  return (
    <ul>
      {shown.map((value, index) => (
        <li key={index}>{value}</li>
      ))}
    </ul>
  );
}

function isAnswer(value: JsonValue | null): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
