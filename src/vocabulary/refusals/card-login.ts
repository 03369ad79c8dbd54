import { refusalRows } from '../refusal-row.ts';

/**
 * Why a card did not log anyone in. The card agent shows the citizen's words on the citizen's own machine, so they say
 * what to do there; which check of the certificate failed is the operator's to know.
 */
export const cardLoginRefusals = refusalRows({
  foreign_site: {
    status: 403,
    title: 'This address is for card agents, not for other sites’ pages',
    citizen: {
      ja: 'ほかのサイトからの操作は受け付けません。この画面を閉じて、もとの画面からやり直してください。',
      en: 'Another site tried to do this, so it was not accepted. Please close this page and start again where you came from.',
    },
    operator: 'A browser sent this for a page of another origin (Origin or Sec-Fetch-Site says so).',
    integrator: 'A card agent sends neither Origin nor Sec-Fetch-Site. Pages never call these addresses.',
  },
  login_unknown: {
    status: 404,
    title: 'This login does not exist, is over, or was used',
    citizen: {
      ja: 'このログインは終わったか、時間切れです。もとの画面に戻り、ログインをはじめからやり直してください。',
      en: 'This login is over or has run out of time. Please go back to the page you came from and start the login again.',
    },
    operator:
      'No login has this id, it expired, it was ended by a completion in another browser, or a card was already accepted for it.',
    integrator: 'Start a new login from the login page; a login takes one card.',
  },
  challenge_unknown: {
    status: 409,
    title: 'The challenge is missing, expired, replaced or used',
    citizen: {
      ja: 'カードの確認に時間がかかりすぎたか、同じ内容が二度届きました。カードアプリで、暗証番号または署名用パスワードをもう一度入力してください。',
      en: 'Checking the card took too long, or the same thing arrived twice. Please enter your PIN or signature password once more in the card application.',
    },
    operator:
      'The login is alive but has no live challenge: two minutes went by (ten for a statement), or a token was replayed.',
    integrator:
      'Fetch a challenge right before signing, and deliver one token for it. A refused token uses its challenge up.',
  },
  card_token_malformed: {
    status: 400,
    title: 'The authentication token cannot be read',
    citizen: {
      ja: 'カードから読み取った内容を確認できませんでした。カードを置き直して、もう一度お試しください。',
      en: 'What was read from the card could not be understood. Please place the card again and try once more.',
    },
    operator:
      'The token has not the shape of Web eID’s format 1, its certificate is not DER, or algorithm, key and signature length do not belong together.',
    integrator: 'Send a token of format web-eid:1.0; detail names the first fault.',
  },
  card_signature_invalid: {
    status: 403,
    title: 'The card’s signature does not fit this site and challenge',
    citizen: {
      ja: 'カードの署名を確認できませんでした。開いているサイトが正しいかお確かめのうえ、もう一度お試しください。',
      en: 'The card’s signature could not be confirmed. Please check that you are on the right site, then try again.',
    },
    operator:
      'Signed for another origin or another challenge, or not by the key of the certificate. Many of these at once: someone relays logins of a look-alike site.',
    integrator:
      'Sign hash(origin) ‖ hash(nonce), both as UTF-8 strings exactly as given, with the hash of the algorithm.',
  },
  card_not_trusted: {
    status: 403,
    title: 'The certificate is not one of a card that is accepted here',
    citizen: {
      ja: 'このカードではログインできません。マイナンバーカード（利用者証明用電子証明書）をお使いください。',
      en: 'This card cannot be used here. Please use your My Number Card with its certificate for user authentication.',
    },
    operator:
      'Not signed by a pinned anchor, issued for another purpose or policy, weak, or with a critical extension that is not implemented; detail says which.',
    integrator: 'Use the user authentication certificate of the card, not the one for digital signature.',
  },
  card_expired: {
    status: 403,
    title: 'The card’s certificate is not valid at this time',
    citizen: {
      ja: 'カードの電子証明書の有効期間外です。期限が切れているときは、お住まいの市区町村の窓口で更新できます。',
      en: 'The card’s electronic certificate is not valid today. If it has expired, it can be renewed at your municipal office.',
    },
    operator: 'Now is before notBefore or after notAfter. If it hits many cards, look at the server’s clock.',
    integrator: 'In the sandbox: use a persona with a valid card.',
  },
  card_revoked: {
    status: 403,
    title: 'The card’s certificate was revoked',
    citizen: {
      ja: 'このカードの電子証明書は失効しています。引っ越しや氏名の変更、カードの紛失届のあとに起こります。お住まいの市区町村の窓口にご相談ください。',
      en: 'The card’s electronic certificate was revoked. This happens after you moved or changed your name, and after a card is reported lost or replaced. Please ask at your municipal office.',
    },
    operator: 'The issuer’s responder says so, or the serial stands in its current revocation list.',
    integrator: 'In the sandbox: use a persona with a valid card.',
  },
  revocation_unknown: {
    status: 503,
    title: 'It cannot be found out now whether the certificate was revoked',
    citizen: {
      ja: 'ただいまカードの有効性を確認できません。カードに問題はありません。しばらくしてからやり直してください。',
      en: 'It cannot be checked right now whether the card is still valid. Nothing is wrong with your card. Please try again later.',
    },
    operator:
      'Neither the issuer’s responder nor its list says anything that is proved and in time (the log line before names the one that failed), or the responder says that it never issued such a certificate (detail). Nobody is let in meanwhile.',
    integrator: 'Try again after Retry-After.',
  },
  too_many_login_starts: {
    status: 429,
    title: 'Too many logins were begun from this address',
    citizen: {
      ja: 'お使いのネットワークから、短い間に多くのログインが始められました。カードに問題はありません。少し待ってから、この画面を開き直してください。',
      en: 'Many logins were begun from your network in a short time. Nothing is wrong with your card. Please wait a moment and open this page again.',
    },
    operator:
      'More than 300 logins at once, or 5 a second for long, from one IPv4 address or IPv6 network. Behind a proxy: does it pass X-Forwarded-For on?',
    integrator: 'Send each person to the login page once; wait for Retry-After before the next.',
  },
  too_many_logins: {
    status: 429,
    title: 'This card logged in too often',
    citizen: {
      ja: 'このカードで、短い間に何度もログインが行われました。カードはロックされていません。数分待ってから、もう一度お試しください。',
      en: 'This card logged in many times in a short while. It is not locked. Please wait a few minutes and try again.',
    },
    operator:
      'More than 20 logins at once, or one in 30 seconds for long, each with a good signature of this card: a program uses it, or somebody tests.',
    integrator: 'One login takes a person half a minute; wait for Retry-After.',
  },
  login_not_completed: {
    status: 403,
    title: 'The login did not come back to the browser that started it',
    citizen: {
      ja: 'ログインを完了できませんでした。何も提供されていません。もとの画面に戻り、はじめからやり直してください。',
      en: 'The login was not completed. Nothing was shared. Please go back to where you came from and start again.',
    },
    operator:
      'Completion code and the browser’s cookie did not come together: another browser, too late, used before, or not opened as a page of its own. The login is ended. Many of these: someone sends login links to others.',
    integrator:
      'Open the completion address in the browser that showed the login page, as a page, within 60 s.',
  },
});
