/**
 * The discovery document says only what is true. The library lists what it could do: response modes that no client may
 * use here, claims that no token carries.
 */
export function toTrueDiscovery(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return {
    ...document,
    response_modes_supported: ['query'],
    claims_supported: ['iss', 'sub', 'acr', 'amr', 'auth_time', 'authentication_context'],
    claims_parameter_supported: true,
    request_parameter_supported: false,
    prompt_values_supported: ['none', 'login', 'consent'],
  };
}
