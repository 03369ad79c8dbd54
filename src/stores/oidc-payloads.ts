/** A row of the OpenID provider's own state. `payload` is the library's JSON, opaque here. */
export interface OidcPayload {
  payload: Record<string, unknown>;
  consumedAt: Date | null;
}

export interface OidcKeys {
  grantId?: string | undefined;
  uid?: string | undefined;
  userCode?: string | undefined;
  expiresAt: Date | null;
}

export interface OidcPayloads {
  /** Adds or replaces payload and keys; never resets a consumption. */
  save(model: string, id: string, payload: Record<string, unknown>, keys: OidcKeys): Promise<void>;
  /** Adds a row that must not exist yet; false if it does (used for replay detection). */
  add(model: string, id: string, payload: Record<string, unknown>, keys: OidcKeys): Promise<boolean>;
  find(model: string, id: string): Promise<OidcPayload | undefined>;
  findByUid(model: string, uid: string): Promise<OidcPayload | undefined>;
  findByUserCode(model: string, userCode: string): Promise<OidcPayload | undefined>;
  /** Marks as consumed where it is not yet: of N parallel calls exactly one answers true. */
  consume(model: string, id: string, at: Date): Promise<boolean>;
  destroy(model: string, id: string): Promise<void>;
  destroyByGrant(model: string, grantId: string): Promise<void>;
}
