import type { ComponentChildren, VNode } from 'preact';
import type { GroupSchema, ListSchema, NodeSchema } from '../src/vocabulary/category-schema.ts';
import type { JsonObject, JsonValue } from '../src/vocabulary/reading.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { HeldValue } from './held-value.tsx';
import { inLanguage, sameWords } from './readable.ts';

interface HeldGroup {
  language: Language;
  schema: GroupSchema;
  record: JsonObject;
}

/**
 * A whole record as a person reads it: along its schema, in the schema's order, so that what the vocabulary does not
 * know is not shown. `beside` adds to each element of an outer list, named by its place (`certificates/0`).
 */
export function RecordValues(
  view: HeldGroup & { beside: (place: string, count: number, label: string) => ComponentChildren },
): VNode {
  const { language, schema, record } = view;
  const say = inLanguage(language);
  // What the agency did not send is absent here too; blank is said by the value itself.
  const lists = Object.entries(schema.properties).flatMap(([name, node]) =>
    node.type === 'array' && Object.hasOwn(record, name) ? [{ name, node, held: listAt(record, name) }] : [],
  );
  return (
    <>
      <Rows language={language} schema={withoutLists(schema)} record={record} />
      {lists.map(({ name, node, held }) => {
        const label = say(labelOf(node, name));
        return (
          <section key={name} aria-labelledby={`list-${name}`}>
            <h2 id={`list-${name}`}>{label}</h2>
            {held.length === 0 && <p class="blank">{say({ ja: 'ありません', en: 'None' })}</p>}
            {held.map((element, index) => (
              <article class="card" key={index}>
                <h3>
                  {say({
                    ja: `${held.length}件のうち${index + 1}件目`,
                    en: `${index + 1} of ${held.length}`,
                  })}
                </h3>
                <Rows language={language} schema={node.items} record={element} />
                {view.beside(`${name}/${index}`, index + 1, label)}
              </article>
            ))}
          </section>
        );
      })}
    </>
  );
}

/** The leaves of a group, those of inner groups among them, and inner lists as lists. */
export function Rows({ language, schema, record }: HeldGroup): VNode | null {
  const rows = [...rowsOf(language, schema, record)];
  return rows.length === 0 ? null : <dl class="summary">{rows}</dl>;
}

function* rowsOf(language: Language, schema: GroupSchema, record: JsonObject, path = ''): Generator<VNode> {
  for (const [name, node] of Object.entries(schema.properties)) {
    if (!Object.hasOwn(record, name)) continue;
    const held = record[name] as JsonValue;
    const key = `${path}${name}`;
    if (node.type === 'object') {
      if (isGroup(held)) yield* rowsOf(language, node, held, `${key}.`);
    } else
      yield (
        <div key={key}>
          <dt>{inLanguage(language)(labelOf(node, name))}</dt>
          <dd>
            {node.type === 'array' ? (
              <InnerList language={language} schema={node} held={listAt(record, name)} />
            ) : (
              <HeldValue language={language} name={name} schema={node} value={held} />
            )}
          </dd>
        </div>
      );
  }
}

function InnerList(view: { language: Language; schema: ListSchema; held: readonly JsonObject[] }): VNode {
  const { language, schema, held } = view;
  const say = inLanguage(language);
  if (held.length === 0) return <span class="blank">{say({ ja: 'ありません', en: 'None' })}</span>;
  return (
    <ol>
      {held.map((element, index) => (
        <li key={index}>
          <Rows language={language} schema={schema.items} record={element} />
        </li>
      ))}
    </ol>
  );
}

function withoutLists(schema: GroupSchema): GroupSchema {
  const others = Object.entries(schema.properties).filter(([, node]) => node.type !== 'array');
  return { ...schema, properties: Object.fromEntries(others) };
}

function labelOf(node: NodeSchema, name: string) {
  return node['x-label'] ?? sameWords(name);
}

function listAt(record: JsonObject, name: string): readonly JsonObject[] {
  const held = Object.hasOwn(record, name) ? record[name] : undefined;
  return Array.isArray(held) ? (held as readonly JsonValue[]).filter(isGroup) : [];
}

function isGroup(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
