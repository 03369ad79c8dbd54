import { refusalRows } from '../refusal-row.ts';

/** What the card agent refuses on the citizen's own machine. None of these costs the card a try. */
export const cardAgentRefusals = refusalRows({
  agent_caller_not_ours: {
    status: 403,
    title: 'The card agent answers only to a page a person opened, and to its own form',
    citizen: {
      ja: 'この操作は受け付けられません。カードには触れていません。ログインするサイトに戻り、ボタンを押し直してください。',
      en: 'This is not accepted. The card was not touched. Please return to the site you are logging in to and press its button again.',
    },
    operator:
      'Not a top-level navigation, not the agent’s own form (Origin, Sec-Fetch-*), or another user of the machine: a page or program that tries to reach the card behind the citizen’s back.',
    integrator: 'Link to the agent by a plain link; scripts, frames and forms of other sites never reach it.',
  },
  agent_link_malformed: {
    status: 400,
    title: 'The link to the card agent is not one that it takes',
    citizen: {
      ja: 'リンクの内容が正しくありません。カードには触れていません。ログインするサイトを開き直してください。',
      en: 'This link is not correct. The card was not touched. Please open the site you are logging in to again.',
    },
    operator: 'The link has to carry site and login, once each, and nothing else: no return address.',
    integrator: 'Link to /login or /sign?site=<origin>&login=<id>, exactly as the login page does.',
  },
  agent_site_not_listed: {
    status: 403,
    title: 'The card agent does not know this site',
    citizen: {
      ja: 'このサイトは、お使いのカードアプリに登録されていません。カードには触れていません。心当たりがなければ、このタブを閉じてください。',
      en: 'This site is not on your card application’s list. The card was not touched. If you do not know the site, close this tab.',
    },
    operator: 'The link names an origin that is not, character by character, on the agent’s own list.',
    integrator: 'The agent talks only to origins that its user listed; ask for the exact origin to be added.',
  },
  agent_site_must_not_sign: {
    status: 403,
    title: 'The card agent’s list does not let this site ask for signatures',
    citizen: {
      ja: 'このサイトには、文書への署名を求めることが許可されていません。カードには触れていません。',
      en: 'This site is not allowed to ask for signatures on documents. The card was not touched.',
    },
    operator: 'Web eID’s sign or get-signing-certificate for a site whose entry has no "signs": true.',
    integrator: 'Ask the user to set "signs": true at this site in the agent’s list.',
  },
  agent_form_expired: {
    status: 403,
    title: 'The form was used already or is too old',
    citizen: {
      ja: 'この入力画面は、もう使えません。カードには触れていません。ログインするサイトに戻り、ボタンを押し直してください。',
      en: 'This form cannot be used any more. The card was not touched. Please return to the site you are logging in to and press its button again.',
    },
    operator: 'The one-time form token is unknown, used or expired: a repeated post, or a forged one.',
    integrator: 'Open the page anew for every attempt.',
  },
  agent_card_missing: {
    status: 409,
    title: 'No card is in the reader',
    citizen: {
      ja: 'カードが見つかりません。暗証番号の残り回数は減っていません。マイナンバーカードをカードリーダーに置いて、もう一度お試しください。',
      en: 'No card was found. None of your PIN tries was used. Please place your My Number Card on the reader and try again.',
    },
    operator: 'No slot holds a token with the label of the half that was asked for.',
    integrator: 'In the sandbox: insert a card with `npm run card`.',
  },
  agent_phone_missing: {
    status: 409,
    title: 'This phone holds no certificate for user authentication',
    citizen: {
      ja: 'このスマートフォンには、利用者証明用電子証明書が入っていません。マイナンバーカードでログインするか、先にスマートフォンへの電子証明書の登録をしてください。',
      en: 'This phone holds no certificate for user authentication. Please log in with your card, or have a certificate put on your phone first.',
    },
    operator: 'No slot holds a token labelled JPKI (Phone User Authentication).',
    integrator: 'In the sandbox: take a phone in hand with `npm run phone -- take with-phone`.',
  },
  agent_holder_not_recognised: {
    status: 409,
    title: 'The phone did not recognise its holder',
    citizen: {
      ja: '生体認証ができませんでした。もう一度行うか、暗証番号を入力してください。',
      en: 'You were not recognised. Please try again, or enter your PIN.',
    },
    operator:
      'The token has no protected authentication path now, or its sensor refused: a strange finger, none in time, or too many before. Nothing was signed.',
    integrator: 'In the sandbox: lay a finger with `npm run phone -- finger holder`.',
  },
  agent_signature_missing: {
    status: 409,
    title: 'The card has no certificate for digital signature',
    citizen: {
      ja: 'このカードには、署名用電子証明書がありません。15歳未満の方には発行されません。引っ越しや氏名の変更のあとは失効するため、お住まいの市区町村の窓口で発行を受けられます。暗証番号とパスワードの残り回数は減っていません。',
      en: 'This card has no certificate for digital signature. Nobody under 15 is given one. After a move or a change of name it ends, and your municipal office issues a new one. None of your tries was used.',
    },
    operator: 'The token for user authentication is there, and none labelled JPKI (Digital Signature PIN).',
    integrator: 'In the sandbox: insert the card of a persona of 15 or more.',
  },
  agent_signer_differs: {
    status: 409,
    title: 'The card in the reader is not the one that the site asked for',
    citizen: {
      ja: 'サイトが指定した署名用電子証明書は、このカードのものではありません。何も署名していません。正しいカードを置いて、もう一度お試しください。',
      en: 'The certificate that the site named is not the one of this card. Nothing was signed. Please place the right card on the reader and try again.',
    },
    operator: 'Web eID’s sign named a certificate that is not, byte for byte, the one on the card.',
    integrator: 'Call get-signing-certificate first, and hand sign the certificate that it answered.',
  },
  agent_cards_several: {
    status: 409,
    title: 'More than one card is in the readers',
    citizen: {
      ja: 'カードが2枚以上あります。使うカード1枚だけを置いて、もう一度お試しください。暗証番号の残り回数は減っていません。',
      en: 'There is more than one card. Please leave only the card you want to use and try again. None of your PIN tries was used.',
    },
    operator: 'Several slots hold a token of that label; choosing one would try the PIN on the wrong card.',
    integrator: 'Leave one card in the reader.',
  },
  agent_card_unreadable: {
    status: 502,
    title: 'The card or its reader does not work as it should',
    citizen: {
      ja: 'カードを読み取れませんでした。カードとカードリーダーを確かめて、もう一度お試しください。',
      en: 'The card could not be read. Please check the card and the reader, and try again.',
    },
    operator:
      'The PKCS#11 module failed, was too slow, or the card lacks key or certificate; the log names its return value.',
    integrator: 'Check the module with pkcs11-tool; see MADOGUCHI_AGENT_PKCS11_MODULE.',
  },
  agent_card_busy: {
    status: 503,
    title: 'The card is at work for another login',
    citizen: {
      ja: 'カードはほかのログインに使われています。少し待って、もう一度お試しください。暗証番号の残り回数は減っていません。',
      en: 'The card is being used for another login. Please wait a moment and try again. None of your PIN tries was used.',
    },
    operator: 'Too many requests wait for the card, or the module has not returned from an earlier call.',
    integrator: 'One login at a time; try again.',
  },
  agent_site_unreachable: {
    status: 502,
    title: 'The card agent cannot reach the site',
    citizen: {
      ja: 'サイトに接続できませんでした。ネットワークを確かめて、もう一度お試しください。',
      en: 'The site could not be reached. Please check your network and try again.',
    },
    operator: 'No connection, no trusted TLS certificate for this name, or no answer in time.',
    integrator: 'The site’s /card-login addresses have to answer over verified TLS within seconds.',
  },
  agent_site_answer_invalid: {
    status: 502,
    title: 'The site answered what the card agent does not accept',
    citizen: {
      ja: 'サイトからの応答が正しくないため、ログインを中止しました。しばらくしてから、サイトでやり直してください。',
      en: 'The site’s answer was not correct, so the login was stopped. Please start again at the site later.',
    },
    operator: 'A redirect, an answer that is too large, not JSON, or of another shape; detail says which.',
    integrator: 'Answer at the fixed paths themselves; the agent follows no redirect.',
  },
});
