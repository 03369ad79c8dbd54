import pkcs11js, { type PKCS11 } from 'pkcs11js';
import { CardFault } from './card-order.ts';
import { type CardSlot, isReturnValue } from './card-slot.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

/** As OpenSC numbers and names the objects of the user authentication half; its CA certificate is 03. */
const objectId = Buffer.from([1]);
const certificateLabel = 'User Authentication Certificate';
const keyLabel = 'User Authentication Key';

/** A session that is opened again when it died: readers go to sleep, cards are nudged. */
export class CardSession {
  readonly #card: CardSlot;
  #session: Buffer;

  constructor(card: CardSlot) {
    this.#card = card;
    this.#session = open(card);
  }

  /** The certificate is public: readable before any PIN. */
  readCertificate(): Buffer {
    return this.#again(
      () => {
        const object = this.#find(pkcs11js.CKO_CERTIFICATE, certificateLabel);
        const [attribute] = this.#module.C_GetAttributeValue(this.#session, object, [
          { type: pkcs11js.CKA_VALUE },
        ]);
        return Buffer.from(attribute?.value as Buffer);
      },
      () => undefined,
    );
  }

  /**
   * Gives the card the PIN, once. Never repeated by itself: a module that fails without saying why may have
   * counted the try. @throws what the module throws
   */
  login(pin: Uint8Array): void {
    // The binding takes a string, which cannot be wiped; it lives in this thread only, and goes with its next collection.
    this.#module.C_Login(this.#session, pkcs11js.CKU_USER, Buffer.from(pin).toString('latin1'));
  }

  /** Signs after `login`. If the session died since, the PIN that the card accepted is given again: that costs no try. */
  sign(algorithm: SignatureAlgorithm, digest: Buffer, acceptedPin: Uint8Array): Buffer {
    return this.#again(
      () => {
        // Found again after every login: private objects are not there before, and handles do not survive.
        const key = this.#find(pkcs11js.CKO_PRIVATE_KEY, keyLabel);
        this.#module.C_SignInit(this.#session, { mechanism: algorithm.mechanism }, key);
        return Buffer.from(this.#module.C_Sign(this.#session, algorithm.toInput(digest), Buffer.alloc(1024)));
      },
      () => this.login(acceptedPin),
    );
  }

  #again<Result>(work: () => Result, prepare: () => void): Result {
    try {
      return work();
    } catch (error) {
      if (!isReturnValue(error, ...signsOfDeath)) throw error;
      this.#session = open(this.#card);
      prepare();
      return work();
    }
  }

  #find(objectClass: number, label: string): Buffer {
    this.#module.C_FindObjectsInit(this.#session, [
      { type: pkcs11js.CKA_CLASS, value: objectClass },
      { type: pkcs11js.CKA_ID, value: objectId },
      { type: pkcs11js.CKA_LABEL, value: label },
    ]);
    const found = this.#module.C_FindObjects(this.#session, 2);
    this.#module.C_FindObjectsFinal(this.#session);
    const [object] = found;
    if (!object || found.length > 1)
      throw new CardFault('agent_card_unreadable', `${found.length} of: ${label}`);
    return object;
  }

  get #module(): PKCS11 {
    return this.#card.module;
  }
}

const signsOfDeath = ['CKR_SESSION_HANDLE_INVALID', 'CKR_SESSION_CLOSED', 'CKR_USER_NOT_LOGGED_IN'];

function open({ module, slot }: CardSlot): Buffer {
  return module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
}
