import { refusalRows } from '../refusal-row.ts';

/** What can stand between a good request and its answer: the agencies, the proof's one use, the ledger. */
export const releaseRefusals = refusalRows({
  agency_unavailable: {
    status: 503,
    title: 'The agency that holds the record does not answer now',
    citizen: {
      ja: '情報を持っている機関から、ただいま応答がありません。何も提供されていません。しばらくしてからやり直してください。',
      en: 'The agency that holds this information is not answering right now. Nothing was shared. Please try again later.',
    },
    operator:
      'Agency or provision network is down, slower than the budget, or answered what its schema does not allow; the log line with this trace id says which.',
    integrator: 'Try again after Retry-After. This says nothing about whether a record exists.',
  },
  not_connected: {
    status: 404,
    title: 'The agency that would hold the record is not connected yet',
    citizen: {
      ja: 'お住まいの自治体などが、まだこのサービスに接続していません。お急ぎの場合は、その機関の窓口でお手続きください。',
      en: 'The agency that would hold this information is not connected to this service yet. If it is urgent, please ask at its counter.',
    },
    operator:
      'The provision network does not know this agency as connected, or nobody is registered as the holder.',
    integrator:
      'Trying again soon will not help: offer another way, such as showing the certificate on paper.',
  },
  ledger_unavailable: {
    status: 503,
    title: 'The disclosure cannot be recorded, so nothing is released',
    citizen: {
      ja: '提供の記録を残せないため、情報を提供しませんでした。しばらくしてからやり直してください。',
      en: 'The sharing could not be recorded, so nothing was shared. Please try again later.',
    },
    operator:
      'The commit of the group failed, or too many releases wait for one. Nothing of it was recorded and nothing released.',
    integrator: 'Try again after Retry-After, with a fresh proof. No read was spent.',
  },
  assurance_too_low: {
    status: 401,
    oauthError: 'insufficient_user_authentication',
    title: 'The login behind the consent is weaker than this takes',
    citizen: {
      ja: '同意したときのログインの方法では、この情報を提供できません。何も提供されていません。',
      en: 'This cannot be shared on the strength of the login you agreed with. Nothing was shared.',
    },
    operator:
      'The consent’s authentication is below the category’s least. A consent from before the level was raised, or a door that forgot to ask.',
    integrator:
      'Push a new request for it: the login is then as strong as it takes. WWW-Authenticate names the acr (RFC 9470).',
  },
  proof_replayed: {
    status: 401,
    oauthError: 'invalid_dpop_proof',
    title: 'This proof was used before',
    citizen: {
      ja: '同じ要求が二度届いたため、二度目は受け付けませんでした。',
      en: 'The same request arrived twice. The second one was not accepted.',
    },
    operator:
      'The DPoP proof’s identifier was seen already: a client that reuses proofs, or a stolen request (RFC 9449, 11.1).',
    integrator: 'Make a new DPoP proof, with a new jti, for every request, repeated ones included.',
  },
  // Named for the inside. The gate asks the agencies once more instead of telling it: the words below tell nobody of flags.
  suppression_changed: {
    status: 503,
    title: 'The answer could not be completed',
    citizen: {
      ja: 'ただいま処理を完了できませんでした。何も提供されていません。もう一度お試しください。',
      en: 'This could not be completed. Nothing was shared. Please try again.',
    },
    operator:
      'A flag of the person moved between inquiry and commit. Never shown outside under this name: the gate asks again, and answers as agency_unavailable if it moves again.',
    integrator: 'Try again, with a fresh proof.',
  },
  receipt_unknown: {
    status: 404,
    title: 'There is no such receipt',
    citizen: {
      ja: '受領証が見つかりません。アドレスをお確かめください。',
      en: 'This receipt cannot be found. Please check the address.',
    },
    operator: 'No entry has this id.',
    integrator: 'Use the receipt’s address exactly as the answer gave it.',
  },
  entry_erased: {
    status: 410,
    title: 'The ledger has erased this entry',
    citizen: {
      ja: 'この記録は、保存期間が過ぎたか、ご本人の求めにより消去されました。お手元の受領証は、これからも記録があったことの証明になります。',
      en: 'This record was erased, because its time was over or because the person asked for it. A receipt that you kept still proves it.',
    },
    operator:
      'Retention (MADOGUCHI_LEDGER_RETENTION_DAYS) or npm run erase-citizen took body and salt. Leaf and place remain, so proofs still hold.',
    integrator:
      'Keep receipts yourself as long as you need them: yours still verifies, offline and against any later tree head.',
  },
  ledger_empty: {
    status: 404,
    title: 'The ledger has no tree head yet',
    citizen: {
      ja: 'まだ記録がありません。',
      en: 'There is no record yet.',
    },
    operator: 'No entry was given its place in the tree so far.',
    integrator: 'Ask again about a second after the first answer.',
  },
  ledger_part_unknown: {
    status: 404,
    title: 'The ledger has no such head, leaves or trees',
    citizen: {
      ja: '記録簿に、その部分はまだありません。アドレスをお確かめください。',
      en: 'The ledger has no such part yet. Please check the address.',
    },
    operator:
      'A head of a size that was never signed, a page beyond the last leaf, or a proof between trees that are not there.',
    integrator:
      'Take sizes from heads that you were given. A tree only grows: what is not there yet may come later.',
  },
  category_not_found: {
    status: 404,
    title: 'There is no such category',
    citizen: {
      ja: '指定された情報の区分はありません。',
      en: 'There is no such category of information.',
    },
    operator: 'The path names none of the 29 categories.',
    integrator: 'GET /v1/self-information lists what this token may read, with addresses.',
  },
  attestation_not_found: {
    status: 404,
    title: 'There is no such attestation',
    citizen: {
      ja: '指定された証明はありません。',
      en: 'There is no such attestation.',
    },
    operator: 'The path names no registered policy.',
    integrator: 'GET /v1/self-information lists what this token may read, with addresses.',
  },
  encryption_key_unusable: {
    status: 403,
    title: 'The registered encryption key cannot be used',
    citizen: {
      ja: '会社の登録内容に問題があるため、情報を提供できません。何も提供されていません。',
      en: 'The company’s registration is faulty, so nothing can be shared. Nothing was shared.',
    },
    operator:
      'The client’s key set has a key with use “enc” that is weak, private, of an algorithm we do not use, or one of several.',
    integrator:
      'Register exactly one encryption key: EC P-256 (ECDH-ES, ECDH-ES+A256KW) or RSA of 2048 bits or more (RSA-OAEP-256), public half only, without key_ops.',
  },
  information_request_invalid: {
    status: 422,
    title: 'The request names what cannot be asked for',
    citizen: {
      ja: '会社からの依頼の内容が正しくありません。何も提供されていません。',
      en: 'The company’s request is not right. Nothing was shared.',
    },
    operator:
      'A member of the body is none of ours, is named twice, or has an address of its own (attestations, identity); detail points at it.',
    integrator:
      'Send {"categories": […]} or {"items": […]} with names of GET /v1/self-information, or {} for all that is granted; detail is a JSON pointer to the first fault.',
  },
  information_request_unknown: {
    status: 404,
    title: 'There is no such request',
    citizen: {
      ja: '依頼が見つかりません。',
      en: 'This request cannot be found.',
    },
    operator: 'No request has this id, it was forgotten, or it is another company’s or another consent’s.',
    integrator: 'Use the address of the Location header, with a token of the same consent.',
  },
  information_result_fetched: {
    status: 410,
    title: 'The result was handed out already',
    citizen: {
      ja: 'この結果は、すでに一度会社に渡されています。二度目は渡されません。',
      en: 'This result was handed to the company once already. It is not handed out a second time.',
    },
    operator:
      'A result is read once. A repeat with the Idempotency-Key of the first reading gets it again for a minute.',
    integrator:
      'Send an Idempotency-Key with the GET: if the answer is lost, the same key brings it again within 60 seconds. Otherwise make a new request.',
  },
  information_requests_too_many: {
    status: 429,
    title: 'Too many requests of this client are pending',
    citizen: {
      ja: '会社からの依頼が多すぎます。何も提供されていません。',
      en: 'The company has too many requests under way. Nothing was shared.',
    },
    operator: 'One client has reached its number of pending requests. Others are served as before.',
    integrator: 'Wait until some of your requests are completed; Retry-After says how long.',
  },
  information_requests_full: {
    status: 503,
    title: 'Too many requests are pending',
    citizen: {
      ja: 'ただいま混み合っています。何も提供されていません。しばらくしてからやり直してください。',
      en: 'This is too busy right now. Nothing was shared. Please try again later.',
    },
    operator:
      'The number of pending requests of all clients is reached: agencies are slow, or workers are down.',
    integrator: 'Try again after Retry-After, or read the categories one by one.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    citizen: {
      ja: '会社からの依頼の内容が正しくありません。何も提供されていません。',
      en: 'The company’s request is not right. Nothing was shared.',
    },
    operator:
      'The same key came with another body under the same consent: a client that makes its keys badly.',
    integrator: 'One key for one request: repeat it only with the very same body.',
  },
});
