import type Router from '@koa/router';
import type { Middleware } from 'koa';
import type { CardLogin } from '../card-login/card-login.ts';
import type { ConsentRoom } from '../consent/consent.ts';
import type { Stores } from '../stores/stores.ts';
import type { ConsentId } from '../vocabulary/identifiers.ts';
import { createProvider, type ProviderRooms } from './create-provider.ts';
import { createInteractionPages } from './interaction-pages.ts';
import { mountProvider } from './mount-provider.ts';

export interface TokensRooms extends Omit<ProviderRooms, 'stores'> {
  stores: Stores;
  cardLogin: Pick<CardLogin, 'showLoginPage' | 'takeLogin'>;
  consent: ConsentRoom;
}

export interface Tokens {
  /** `/interaction/:uid`: card login and consent for one request. */
  routes: Router;
  /** The OpenID provider's own endpoints; everything else passes. */
  mountProvider: Middleware;
  /** Ends every code and refresh token under this consent; the gate refuses access tokens by the consent's row. */
  endGrant(consent: ConsentId): Promise<void>;
}

export async function createTokens(d: TokensRooms): Promise<Tokens> {
  const provider = createProvider(d);
  const { oidcPayloads } = d.stores;
  return {
    routes: createInteractionPages({ ...d, provider }),
    mountProvider: mountProvider(provider),
    async endGrant(consent) {
      // The grant first: without it neither code nor refresh token is redeemed, whatever remains of them.
      await oidcPayloads.destroy('Grant', consent);
      await oidcPayloads.destroyByGrant('RefreshToken', consent);
      await oidcPayloads.destroyByGrant('AuthorizationCode', consent);
    },
  };
}
