import type { CategorySchema, GroupSchema, ItemSchema, NodeSchema } from './category-schema.ts';
import type { UpdateFrequency } from './update-frequencies.ts';

/** Who holds what a schema describes, and how often it is brought up to date. */
export interface Holding {
  holder: NonNullable<ItemSchema['x-holder']>;
  updateFrequency: UpdateFrequency;
}

/**
 * The schema with both said at every item: they are a row's facts, written once there. A list, a group or an item that
 * is updated at another pace has its own word in the schema, and what lies inside follows it.
 */
export function toHeldSchema(schema: CategorySchema, holding: Holding): CategorySchema {
  return { ...schema, ...toHeldGroup(schema, holding) };
}

function toHeldGroup(group: GroupSchema, holding: Holding): GroupSchema {
  const members = Object.entries(group.properties).map(([name, node]) => [name, toHeldNode(node, holding)]);
  return { ...group, properties: Object.fromEntries(members) as GroupSchema['properties'] };
}

function toHeldNode(node: NodeSchema, above: Holding): NodeSchema {
  const holding = { ...above, updateFrequency: node['x-update-frequency'] ?? above.updateFrequency };
  if (node.type === 'array') return { ...node, items: toHeldGroup(node.items, holding) };
  if (node.type === 'object') return toHeldGroup(node, holding);
  return { ...node, 'x-holder': holding.holder, 'x-update-frequency': holding.updateFrequency };
}
