import { refusalRows } from '../refusal-row.ts';

/** Between a citizen's wallet and the counter (OpenID4VCI 1.0): wallets show their own words, these stand in the catalogue. */
export const credentialRefusals = refusalRows({
  credential_offer_invalid: {
    status: 400,
    oauthError: 'invalid_grant',
    title: 'This offer does not hold',
    citizen: {
      ja: 'この発行コードは使えません。確認番号が違うか、期限が切れたか、すでに使われています。マイページで、もう一度発行してください。',
      en: 'This code cannot be used: the number was wrong, it ran out, or it was used before. Please start again on your page.',
    },
    operator:
      'Unknown, expired or redeemed code, or a wrong transaction code; after three tries the offer is dead.',
    integrator: 'Ask the holder to make a new offer on their page. Which of the reasons it was is not told.',
  },
  credential_token_invalid: {
    status: 401,
    oauthError: 'invalid_token',
    title: 'The access token is missing, expired, or was used',
    citizen: {
      ja: '発行の手続きの期限が切れました。マイページで、もう一度発行してください。',
      en: 'The time for this ran out. Please start again on your page.',
    },
    operator: 'A token serves one batch, for five minutes.',
    integrator: 'A token is good for one successful credential request. Start again with a new offer.',
  },
  credential_request_malformed: {
    status: 400,
    oauthError: 'invalid_request',
    title: 'The request is not what the profile describes',
    citizen: {
      ja: 'お使いのウォレットからの要求を読み取れませんでした。',
      en: 'The request of your wallet could not be understood.',
    },
    operator: 'A wallet that speaks another version, or somebody who tries things out.',
    integrator: 'OpenID4VCI 1.0, sections 6.1 and 8.2; the metadata names what is supported.',
  },
  credential_unknown: {
    status: 400,
    oauthError: 'unknown_credential_configuration',
    title: 'The token is not for this credential',
    citizen: {
      ja: 'この証明は、発行の手続きで選ばれたものではありません。',
      en: 'This is not what you chose on your page.',
    },
    operator: 'credential_configuration_id is not the one of the offer.',
    integrator: 'Ask for the configuration that the offer names.',
  },
  key_proof_invalid: {
    status: 400,
    oauthError: 'invalid_proof',
    title: 'A proof of possession does not hold',
    citizen: {
      ja: 'ウォレットの鍵を確かめられませんでした。',
      en: 'The keys of your wallet could not be verified.',
    },
    operator: 'Signature, key, algorithm, audience, or one key used twice in a batch.',
    integrator:
      'ES256, `typ` openid4vci-proof+jwt, the public key in `jwk`, `aud` the issuer, a fresh key for each.',
  },
  key_proof_stale: {
    status: 400,
    oauthError: 'invalid_nonce',
    title: 'The proof’s nonce is not of ours, or too old',
    citizen: {
      ja: 'ウォレットの手続きに時間がかかりすぎました。もう一度お試しください。',
      en: 'Your wallet took too long. Please try again.',
    },
    operator: 'c_nonce older than five minutes, or made up.',
    integrator: 'Fetch a new c_nonce and sign new proofs with it; the token still stands.',
  },
  credential_denied: {
    status: 400,
    oauthError: 'credential_request_denied',
    title: 'There is nothing to attest',
    citizen: {
      ja: 'いまお渡しできる証明はありません。',
      en: 'There is nothing that could be attested now.',
    },
    operator:
      'The policy answers null: no record, one that does not qualify, or nothing that may be handed out.',
    integrator: 'Do not retry. It says nothing about whether a record exists.',
  },
});
