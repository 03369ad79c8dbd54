import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import type { Consent } from '../stores/consents.ts';
import { toAmr } from '../vocabulary/authentication.ts';
import { toNumericDate } from '../vocabulary/clock.ts';
import { refusalRow } from '../vocabulary/refusals.ts';
import { type AskedAuthentication, toAuthTime, toSaidAcr } from './asked-authentication.ts';
import { toGrantedDetails, toGrantedScopes } from './granted.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** Why a citizen left: they would not log in, or could not as strongly as it takes. */
export type Stopped = 'login_stopped' | 'assurance_not_met';

/**
 * Turns a stored decision into the request's result and sends the browser on. Safe to repeat: the grant has the
 * consent's own id, and the pushed request can be answered once only.
 */
export async function answerRequest(
  ctx: Context,
  d: { provider: Provider; apiAudience: string },
  interaction: Interaction,
  consent: Consent,
  authentication: AskedAuthentication,
): Promise<void> {
  if (consent.decision === 'refused') {
    const { oauthError, title } = refusalRow('consent_denied');
    interaction.result = { error: oauthError, error_description: title };
  } else {
    await saveGrant(d, consent);
    interaction.result = {
      login: {
        accountId: consent.citizen,
        acr: toSaidAcr(consent.authentication, authentication),
        amr: toAmr(consent.authentication),
        ts: toNumericDate(toAuthTime(consent.authentication)),
      },
      consent: { grantId: consent.id },
    };
  }
  await leave(ctx, interaction);
}

/** The citizen went back before a decision: nothing was shared, and there is no row that says more than that. */
export async function answerStopped(ctx: Context, interaction: Interaction, reason: Stopped): Promise<void> {
  const { oauthError, title } = refusalRow(reason);
  interaction.result = { error: oauthError, error_description: title };
  await leave(ctx, interaction);
}

async function leave(ctx: Context, interaction: Interaction): Promise<void> {
  await interaction.persist();
  ctx.status = 303;
  ctx.redirect(interaction.returnTo);
}

/** The grant says what the consent's row says, ends when it ends, and is known by its id. */
async function saveGrant(d: { provider: Provider; apiAudience: string }, consent: Consent): Promise<void> {
  const { Grant } = d.provider;
  const seconds = Math.floor((consent.validUntil.getTime() - Date.now()) / 1000);
  // The library takes an id of ours where one is given, and ends the grant with `expiresIn`.
  const identity = {
    jti: consent.id,
    accountId: consent.citizen,
    clientId: consent.client,
    expiresIn: Math.max(1, seconds),
  };
  const grant = new Grant(identity);
  grant.addOIDCScope('openid');
  grant.addResourceScope(d.apiAudience, toGrantedScopes(consent).join(' '));
  grant.addRar(toGrantedDetails(consent));
  await grant.save();
}
