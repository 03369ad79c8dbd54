import pkcs11js, { type PKCS11 } from 'pkcs11js';
import { CardFault } from './card-order.ts';
import { type CardSlot, isReturnValue } from './card-slot.ts';

/** A session that is opened again when it died: readers go to sleep, cards are nudged. */
export class CardSession {
  readonly #card: CardSlot;
  #session: Buffer;

  constructor(card: CardSlot) {
    this.#card = card;
    this.#session = open(card);
  }

  /** After `login` where the half shows its certificate to nobody before. */
  readCertificate(acceptedSecret?: Uint8Array | null): Buffer {
    return this.#again(() => {
      const object = this.#find(pkcs11js.CKO_CERTIFICATE, this.#card.half.certificateLabel);
      const [attribute] = this.#module.C_GetAttributeValue(this.#session, object, [
        { type: pkcs11js.CKA_VALUE },
      ]);
      return Buffer.from(attribute?.value as Buffer);
    }, acceptedSecret);
  }

  /**
   * Gives the card the PIN or password, once. Never repeated by itself: a module that fails without saying why may have
   * counted the try. @throws what the module throws
   */
  login(secret: Uint8Array | null): void {
    // The binding takes a string, which cannot be wiped; it lives in this thread only, and ends with it. Without a secret
    // the token looks for its holder itself: PKCS#11 has NULL for that, and the binding gives an empty text.
    this.#module.C_Login(this.#session, pkcs11js.CKU_USER, secret === null ? '' : toText(secret));
  }

  /** Signs after `login`: `input` is what the mechanism is given. */
  sign(mechanism: number, input: Buffer, acceptedSecret: Uint8Array | null): Buffer {
    return this.#again(() => {
      // Found again after every login: private objects are not there before, and handles do not survive.
      const key = this.#find(pkcs11js.CKO_PRIVATE_KEY, this.#card.half.keyLabel);
      this.#module.C_SignInit(this.#session, { mechanism }, key);
      return Buffer.from(this.#module.C_Sign(this.#session, input, Buffer.alloc(1024)));
    }, acceptedSecret);
  }

  /** If the session died since the card accepted a secret, that one is given again: it costs no try. */
  #again<Result>(work: () => Result, acceptedSecret: Uint8Array | null | undefined): Result {
    try {
      return work();
    } catch (error) {
      if (!isReturnValue(error, ...signsOfDeath)) throw error;
      this.#session = open(this.#card);
      if (acceptedSecret) this.login(acceptedSecret);
      return work();
    }
  }

  #find(objectClass: number, label: string): Buffer {
    this.#module.C_FindObjectsInit(this.#session, [
      { type: pkcs11js.CKA_CLASS, value: objectClass },
      { type: pkcs11js.CKA_ID, value: Buffer.of(this.#card.half.objectId) },
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

/** Through a view of the same memory: a copy would lie in Node's pool of small buffers, which nobody wipes. */
function toText({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}

const signsOfDeath = ['CKR_SESSION_HANDLE_INVALID', 'CKR_SESSION_CLOSED', 'CKR_USER_NOT_LOGGED_IN'];

function open({ module, slot }: CardSlot): Buffer {
  return module.C_OpenSession(slot, pkcs11js.CKF_SERIAL_SESSION);
}
