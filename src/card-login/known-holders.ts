import type { Stores } from '../stores/stores.ts';
import { Refusal } from '../vocabulary/refusals.ts';
import type { Registrar } from './registrar.ts';

/** Knows those whose two certificates are bound already, and registers nobody. */
export function createKnownHolders({ citizens }: Pick<Stores, 'citizens'>): Registrar {
  return {
    async identify(login, { bound }) {
      const signer = await citizens.findByCertificate(bound);
      if (!signer || signer.id !== login.citizen) throw new Refusal('card_not_registered');
      return signer.id;
    },
  };
}
