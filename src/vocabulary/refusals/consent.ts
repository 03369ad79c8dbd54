import { refusalRows } from '../refusal-row.ts';

/** What the citizen decided, and what is left of it. */
export const consentRefusals = refusalRows({
  consent_denied: {
    status: 403,
    oauthError: 'access_denied',
    title: 'The citizen decided not to share',
    citizen: {
      ja: '提供しないことに決めました。何も提供されていません。',
      en: 'You decided not to share. Nothing was shared.',
    },
    operator: 'A refused decision, stored like any other. Nothing is wrong.',
    integrator: 'Go on without the information, or offer another way. Do not ask again by yourself.',
  },
  login_stopped: {
    status: 403,
    oauthError: 'access_denied',
    title: 'The citizen went back before logging in',
    citizen: {
      ja: 'ログインせずに会社の画面に戻ります。何も提供されていません。',
      en: 'You went back to the company without logging in. Nothing was shared.',
    },
    operator: 'The way back on the login page was taken. There is no decision and no row of one.',
    integrator: 'Go on without the information, or offer another way. Do not ask again by yourself.',
  },
  assurance_not_met: {
    status: 403,
    oauthError: 'unmet_authentication_requirements',
    title: 'The citizen could not log in as strongly as this takes',
    citizen: {
      ja: 'この手続きに必要な方法で本人であることを確かめられなかったため、会社の画面に戻ります。何も提供されていません。',
      en: 'You could not be identified in the way this takes, so you went back to the company. Nothing was shared.',
    },
    operator:
      'The way back was taken where a card, or the card’s signature certificate, was asked for after a weaker login.',
    integrator:
      'Ask for less: openapi.yaml says which acr each category needs (x-least-acr), and acr_values asks for more than that.',
  },
  consent_withdrawn: {
    status: 403,
    oauthError: 'invalid_grant',
    title: 'The citizen withdrew the consent',
    citizen: {
      ja: 'この同意は取り消されています。会社があなたの情報を見ることはできません。',
      en: 'This consent was withdrawn. The company cannot read your information.',
    },
    operator: 'The consent read afresh from the store is withdrawn, or was never an approval.',
    integrator:
      'Delete the tokens. A new request needs a new consent; ask only when the citizen wants the service again.',
  },
  consent_expired: {
    status: 403,
    oauthError: 'invalid_grant',
    title: 'The consent’s time is over',
    citizen: {
      ja: 'この同意の有効期限は過ぎています。必要なら、もう一度同意できます。',
      en: 'This consent has expired. You can agree again if you want to.',
    },
    operator: 'Now is after the consent’s last moment.',
    integrator:
      'Push a new request. The token answer and GET /v1/self-information tell until when a consent is valid.',
  },
  reads_used_up: {
    status: 403,
    title: 'The consent’s number of reads is used up',
    citizen: {
      ja: '同意した回数を使い切りました。必要なら、もう一度同意できます。',
      en: 'The number of reads you agreed to is used up. You can agree again if you want to.',
    },
    operator: 'Every granted read was spent, by answers and by “no record”.',
    integrator:
      'Push a new request with the number of reads you need; repeat a lost answer with the same Idempotency-Key.',
  },
  item_not_granted: {
    status: 403,
    oauthError: 'insufficient_scope',
    title: 'The citizen did not grant this',
    citizen: {
      ja: 'この項目の提供には同意していません。何も提供されていません。',
      en: 'You did not agree to share this. Nothing was shared.',
    },
    operator: 'A category, attestation or item that the consent does not name.',
    integrator:
      'GET /v1/self-information lists what was granted. What was left unticked is a decision, not a fault.',
  },
  form_not_ours: {
    status: 403,
    title: 'The form was not sent by a page of ours',
    citizen: {
      ja: 'この操作は、当サイトの画面から送られたものと確認できませんでした。何も変わっていません。もとの画面を開き直してください。',
      en: 'It could not be confirmed that this came from a page of ours. Nothing was changed. Please open the page again.',
    },
    operator:
      'Another origin, a form token that is missing, altered or of another citizen or request. Many of these: someone tries to decide in citizens’ names.',
    integrator: 'Only the citizen’s own browser sends these forms.',
  },
  decision_malformed: {
    status: 400,
    title: 'The decision cannot be read',
    citizen: {
      ja: '選んだ内容を読み取れませんでした。何も提供されていません。もとの画面に戻って、もう一度選んでください。',
      en: 'Your choice could not be read. Nothing was shared. Please go back and choose again.',
    },
    operator:
      'The form names an item that was not offered, one twice, no decision or several; detail says which.',
    integrator: 'Only the citizen’s own browser sends these forms.',
  },
  decision_already_made: {
    status: 409,
    title: 'This request was decided before, in another way',
    citizen: {
      ja: 'この依頼には、すでに答えています。先の答えが有効です。マイページで確かめ、取り消すこともできます。',
      en: 'You have already answered this request, and that answer stands. You can see and withdraw it on your page.',
    },
    operator: 'Two different decisions for one request, for example from two tabs. The first one stands.',
    integrator: 'Nothing to do: the first decision reaches you.',
  },
});
