import { errors, Provider } from 'oidc-provider';

/**
 * Binds refresh tokens to the DPoP key of the access token they come with. The library does so for public clients
 * alone; ours authenticate, and a stolen client key should still not be enough. It checks the binding by itself.
 */
export function bindRefreshTokens({ RefreshToken }: Provider): void {
  const save = RefreshToken.prototype.save;
  RefreshToken.prototype.save = async function (this: InstanceType<typeof RefreshToken>) {
    const jkt = Provider.ctx?.oidc.entities.AccessToken?.jkt;
    if (!jkt) throw new errors.InvalidGrant('DPoP proof JWT not provided');
    this.jkt = jkt;
    return save.call(this);
  };
}
