import type { OidcPayloads } from '../stores/oidc-payloads.ts';
import type { CompletedLogin } from '../stores/card-logins.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import type { Stopped } from './answer-request.ts';

/** The one decision on one pushed request: being made in this interaction, and, once stored, which it is. */
export interface Decision {
  interaction: string;
  consent: ConsentId | null;
  /** The citizen went back without deciding. */
  stopped?: Stopped;
}

/** Whose request this is: an interaction of one browser, for one pushed request. */
export interface Asking {
  /** The interaction's id. */
  interaction: string;
  /** The pushed request's id; two tabs can have it open. */
  pushedRequest: string;
  expiresAt: Date;
}

/**
 * What happened to a request so far, kept beside the library's own state. A form can be sent twice, from two tabs or by
 * an impatient double click: whoever begins the decision makes it, everybody else is led to what it came to.
 */
export interface Decisions {
  /** Who logged in for this interaction, and how. */
  findLogin(asking: Asking): Promise<CompletedLogin | undefined>;
  rememberLogin(asking: Asking, login: CompletedLogin): Promise<void>;
  /** It is too old for what it is for: another one is needed. */
  forgetLogin(asking: Asking): Promise<void>;
  find(asking: Asking): Promise<Decision | undefined>;
  /** False where one is being made, or was. Of N parallel calls exactly one answers true. */
  begin(asking: Asking): Promise<boolean>;
  /** Nothing was decided: it may be begun again. */
  giveUp(asking: Asking): Promise<void>;
  keep(asking: Asking, consent: ConsentId): Promise<void>;
  /** As `begin`, and ends it at once: nothing will be decided. */
  stop(asking: Asking, reason: Stopped): Promise<boolean>;
}

const loginModel = 'LoginAtInteraction';
const decisionModel = 'Decision';

export function createDecisions(payloads: OidcPayloads): Decisions {
  return {
    async findLogin({ interaction }) {
      const found = await payloads.find(loginModel, interaction);
      return found?.payload as CompletedLogin | undefined;
    },
    async rememberLogin({ interaction, expiresAt }, login) {
      await payloads.add(loginModel, interaction, { ...login }, { expiresAt });
    },
    forgetLogin({ interaction }) {
      return payloads.destroy(loginModel, interaction);
    },
    async find({ pushedRequest }) {
      const found = await payloads.find(decisionModel, pushedRequest);
      return found?.payload as Decision | undefined;
    },
    begin({ interaction, pushedRequest, expiresAt }) {
      return payloads.add(decisionModel, pushedRequest, { interaction, consent: null }, { expiresAt });
    },
    giveUp({ pushedRequest }) {
      return payloads.destroy(decisionModel, pushedRequest);
    },
    keep({ interaction, pushedRequest, expiresAt }, consent) {
      return payloads.save(decisionModel, pushedRequest, { interaction, consent }, { expiresAt });
    },
    stop({ interaction, pushedRequest, expiresAt }, stopped) {
      return payloads.add(
        decisionModel,
        pushedRequest,
        { interaction, consent: null, stopped },
        { expiresAt },
      );
    },
  };
}
