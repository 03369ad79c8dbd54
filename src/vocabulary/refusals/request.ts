import { refusalRows } from '../refusal-row.ts';

const startAgain = {
  ja: '依頼した会社のサイトに戻り、はじめからやり直してください。何も提供されていません。',
  en: 'Please go back to the company’s site and start again. Nothing was shared.',
};
const companyFault = {
  ja: `会社からの依頼に誤りがあり、受け付けられませんでした。何も提供されていません。会社にお問い合わせください。`,
  en: 'The company’s request was not in order and could not be accepted. Nothing was shared. Please ask the company.',
};
const notForPeople = {
  ja: '会社のシステムからの要求を受け付けられませんでした。何も提供されていません。',
  en: 'A request from the company’s system could not be accepted. Nothing was shared.',
};

/** What is refused before a citizen is asked, and what a company's token or proof is refused with afterwards. */
export const requestRefusals = refusalRows({
  request_not_pushed: {
    status: 400,
    oauthError: 'invalid_request',
    title: 'The request was not pushed, or what was pushed is no longer valid',
    citizen: startAgain,
    operator:
      'The authorization endpoint was opened without a live request_uri of ours: parameters in the address (RFC 9126 is required), or a link that is over a minute old or was answered.',
    integrator:
      'Push the request first and open the authorization endpoint with client_id and the request_uri alone, within a minute, once.',
  },
  client_unknown: {
    status: 400,
    oauthError: 'invalid_client',
    title: 'No such company is registered',
    citizen: companyFault,
    operator: 'client_id names no relying party, or its registration cannot be used.',
    integrator: 'Use the client_id of your registration.',
  },
  purpose_not_registered: {
    status: 400,
    oauthError: 'invalid_authorization_details',
    title: 'This purpose is not registered',
    citizen: companyFault,
    operator:
      'The purpose asked for is none of the relying party’s, or none was named and there are several.',
    integrator: 'Name one of your registered purposes in authorization_details.',
  },
  item_not_registered: {
    status: 400,
    oauthError: 'invalid_authorization_details',
    title: 'This item is not registered for the purpose',
    citizen: companyFault,
    operator: 'An item or a whole category is asked for that the purpose does not register.',
    integrator: 'Ask only for what the purpose registers; a wider purpose needs a new review.',
  },
  category_unknown: {
    status: 400,
    oauthError: 'invalid_scope',
    title: 'There is no such category',
    citizen: companyFault,
    operator: 'A scope or a member of categories names none of the 29 categories.',
    integrator: 'Use the scopes of the discovery document.',
  },
  authorization_details_invalid: {
    status: 400,
    oauthError: 'invalid_authorization_details',
    title: 'The authorization details do not have the described shape',
    citizen: companyFault,
    operator: 'authorization_details is not one element of type self-information; detail names the member.',
    integrator: 'Send exactly one element of type self-information, without members of your own (RFC 9396).',
  },
  validity_too_long: {
    status: 400,
    oauthError: 'invalid_authorization_details',
    title: 'The validity goes beyond what the purpose registers',
    citizen: companyFault,
    operator: 'valid_until lies beyond the purpose’s longest validity.',
    integrator: 'Ask for an earlier valid_until, or leave it out.',
  },
  reads_too_many: {
    status: 400,
    oauthError: 'invalid_authorization_details',
    title: 'More reads are asked for than the purpose registers',
    citizen: companyFault,
    operator: 'reads is above the purpose’s most.',
    integrator: 'Ask for fewer reads, or leave the member out.',
  },
  nothing_asked: {
    status: 400,
    oauthError: 'invalid_scope',
    title: 'The request asks for nothing',
    citizen: companyFault,
    operator: 'Neither a category scope nor an item or category in authorization_details.',
    integrator: 'Name at least one item, category or category scope.',
  },
  interaction_unknown: {
    status: 404,
    title: 'This request is over, was answered, or belongs to another browser',
    citizen: {
      ja: 'この手続きは終わったか、時間切れです。もう一度ご利用になるときは、依頼した会社のサイトからやり直してください。お決めになったことは「マイページ」で確かめられます。',
      en: 'This request is over or has run out of time. To use it again, please start from the company’s site. What you decided can be seen on my page.',
    },
    operator:
      'No live interaction belongs to this address and browser: expired, answered (back button, second tab), or a link opened elsewhere.',
    integrator: 'Push a new request.',
  },
  token_missing: {
    status: 401,
    oauthError: 'invalid_token',
    title: 'No access token was sent',
    citizen: notForPeople,
    operator: 'The request has no Authorization header.',
    integrator: 'Send Authorization: DPoP <access token> and a DPoP proof.',
  },
  token_invalid: {
    status: 401,
    oauthError: 'invalid_token',
    title: 'The access token is not valid here',
    citizen: notForPeople,
    operator:
      'Not a token of this issuer and audience: malformed, altered, signed by another key, or of another kind.',
    integrator: 'Use the access token as the token endpoint gave it, at the API it was issued for.',
  },
  token_expired: {
    status: 401,
    oauthError: 'invalid_token',
    title: 'The access token has expired',
    citizen: notForPeople,
    operator: 'Its five minutes are over.',
    integrator: 'Refresh, and call again with the new token.',
  },
  token_not_bound: {
    status: 401,
    oauthError: 'invalid_token',
    title: 'The access token is bound to another key',
    citizen: notForPeople,
    operator:
      'Sent as a bearer token, or with a proof by a key that is not the token’s. Many of these: somebody tries a stolen token.',
    integrator: 'Use the scheme DPoP and prove possession of the very key the token was issued to.',
  },
  proof_missing: {
    status: 401,
    oauthError: 'invalid_dpop_proof',
    title: 'No DPoP proof was sent',
    citizen: notForPeople,
    operator: 'The request has a token and no DPoP header.',
    integrator: 'Send a DPoP proof for this request (RFC 9449, section 7).',
  },
  proof_invalid: {
    status: 401,
    oauthError: 'invalid_dpop_proof',
    title: 'The DPoP proof is not valid for this request',
    citizen: notForPeople,
    operator: 'detail names the first member that does not hold. iat: one of the two clocks is wrong.',
    integrator:
      'Make a fresh proof for every request: typ, alg, jwk, htm, htu, iat, jti and ath as RFC 9449, section 4.2 says.',
  },
});
