import { Ajv2020 } from 'ajv/dist/2020.js';
import {
  type EmergencyRequest,
  emergencyRequestSchema,
  isEmergencyCategory,
} from '../vocabulary/emergency.ts';
import type { CategoryName } from '../vocabulary/identifiers.ts';
import { Refusal } from '../vocabulary/refusals.ts';

export interface ReadEmergencyRequest extends EmergencyRequest {
  categories: readonly CategoryName[];
}

const isRequest = new Ajv2020({ allowUnionTypes: true }).compile<EmergencyRequest>(emergencyRequestSchema);

/** The body, whole and within what an emergency may reach, or refused before anybody is looked up. @throws Refusal */
export function toEmergencyRequest(body: unknown): ReadEmergencyRequest {
  if (!isRequest(body)) {
    const [fault] = isRequest.errors ?? [];
    // Where, and by which rule; never what was sent.
    throw new Refusal(
      'request_malformed',
      `${fault?.instancePath || 'the body'}: ${fault?.keyword ?? 'unknown'}`,
    );
  }
  const request: EmergencyRequest = body;
  const categories = request.categories.filter((name) => isEmergencyCategory(name));
  if (categories.length !== request.categories.length) throw new Refusal('emergency_category_closed');
  return { ...request, categories };
}
