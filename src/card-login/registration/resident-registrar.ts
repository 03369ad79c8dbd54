import type { ProvedLogin } from '../../stores/card-logins.ts';
import type { BoundCertificate } from '../../stores/citizens.ts';
import type { StoredIdentity } from '../../stores/identities.ts';
import type { Stores } from '../../stores/stores.ts';
import type { Clock } from '../../vocabulary/clock.ts';
import { type CitizenId, newIdentifier, newTraceId } from '../../vocabulary/identifiers.ts';
import { type Reason, Refusal } from '../../vocabulary/refusals.ts';
import type { ResidentAnswer, ResidentQuestion } from '../../vocabulary/residents.ts';
import type { ProvedSignature, Registrar } from '../registrar.ts';
import { toStoredIdentity } from './identities.ts';
import type { ResidentRegister } from './resident-register.ts';
import type { IdentitySeal } from './seal.ts';
import { readSignatureAttributes } from './signature-attributes.ts';

/**
 * Whose card it is (利用者登録). A signature that is bound already says it by itself; for every other one the register
 * of residents is asked, and both certificates are bound to whom it names. A person is known by the link code that the
 * register's network has for them, so that cards, certificates, names and addresses change and the citizen stays.
 */
export function createResidentRegistrar(d: {
  stores: Pick<Stores, 'citizens' | 'identities' | 'registrations'>;
  register: ResidentRegister;
  seal: IdentitySeal;
  clock: Clock;
}): Registrar {
  const { citizens, identities, registrations } = d.stores;

  return {
    async identify(login, signature) {
      if (signature.purpose === 'representative_registration') return registerRepresented(login, signature);
      const signer = await citizens.findByCertificate(signature.bound);
      if (signer && login.citizen && signer.id !== login.citizen) throw new Refusal('signature_of_another');
      // Both are bound to one citizen: nobody has to be asked, and a silent register stops nobody.
      if (signer && login.citizen) return keepIdentity(signer.id, signature);
      return registerSigner(login, signature);
    },
  };

  async function keepIdentity(citizen: CitizenId, signature: ProvedSignature): Promise<CitizenId> {
    await identities.keep(citizen, toIdentity(signature)(citizen));
    return citizen;
  }

  async function registerSigner(login: ProvedLogin, signature: ProvedSignature): Promise<CitizenId> {
    const identity = toIdentity(signature);
    const resident = await findResident(login, signature, 'signer');
    return store(resident, [login.certificate, signature.bound], identity);
  }

  /** A certificate of a representative is bound to nobody here, and what it says of them is not kept. */
  async function registerRepresented(login: ProvedLogin, signature: ProvedSignature): Promise<CitizenId> {
    const resident = await findResident(login, signature, 'represented');
    return store(resident, [login.certificate], null);
  }

  async function findResident(
    { certificate: login }: ProvedLogin,
    { certificate, bound }: ProvedSignature,
    registers: ResidentQuestion['registers'],
  ): Promise<Resident> {
    const attributes = readSignatureAttributes(certificate);
    const signer = { attributes, certificate: bound };
    const answer = await d.register.match({ traceId: newTraceId(), registers, signer, login });
    if (answer.outcome === 'found') return answer;
    throw new Refusal(
      answer.outcome === 'not_represented'
        ? reasonByRepresentation[answer.representation]
        : reasonByOutcome[answer.outcome],
    );
  }

  /** Where one of the certificates is bound already, it is bound to this person, or the register's word is not followed. */
  function store(
    { linkCode, holders }: Resident,
    certificates: readonly BoundCertificate[],
    toIdentity: ((citizen: CitizenId) => StoredIdentity) | null,
  ): Promise<CitizenId> {
    const newId = newIdentifier<CitizenId>();
    return registrations.register({ newId, linkCode, holders, certificates, toIdentity });
  }

  function toIdentity({ certificate, bound }: ProvedSignature): (citizen: CitizenId) => StoredIdentity {
    return toStoredIdentity(certificate, bound.issuerKeyHash, { seal: d.seal, now: d.clock.now() });
  }
}

type Resident = Extract<ResidentAnswer, { outcome: 'found' }>;

const reasonByOutcome: Readonly<
  Record<Exclude<ResidentAnswer['outcome'], 'found' | 'not_represented'>, Reason>
> = {
  none: 'resident_not_found',
  several: 'resident_ambiguous',
  deceased: 'resident_deceased',
  certificate_of_another: 'signature_of_another',
};

const reasonByRepresentation: Readonly<
  Record<Extract<ResidentAnswer, { outcome: 'not_represented' }>['representation'], Reason>
> = {
  none: 'not_the_legal_representative',
  appointed_agent: 'appointed_agent_not_accepted',
  self: 'own_card_as_representative',
};
