import { refusalRows } from '../refusal-row.ts';

/**
 * Why a signature certificate did not register anyone (利用者登録). The card agent shows the citizen's words; each says
 * where to go next, since a computer cannot help with most of them. Nothing is stored where one of these is given.
 */
export const registrationRefusals = refusalRows({
  signature_attributes_malformed: {
    status: 403,
    title: 'The attributes in the signature certificate cannot be read',
    citizen: {
      ja: '署名用電子証明書に記録された氏名・住所・生年月日・性別を読み取れませんでした。登録は行われていません。お住まいの市区町村の窓口で、電子証明書の内容をご確認ください。',
      en: 'Name, address, date of birth and sex in your certificate for digital signature could not be read. Nothing was registered. Please have the certificate checked at your municipal office.',
    },
    operator:
      'The authority signed attributes that do not read in exactly one way; detail names the first fault, never a value. Several at once: the authority changed its profile.',
    integrator: 'In the sandbox: make the cards anew.',
  },
  register_unavailable: {
    status: 503,
    title: 'The register of residents cannot be asked now',
    citizen: {
      ja: 'ただいま住民の記録と照合できません。カードに問題はなく、登録は行われていません。しばらくしてから、もう一度署名してください。',
      en: 'The register of residents cannot be asked right now. Nothing is wrong with your card, and nothing was registered. Please sign again a little later.',
    },
    operator:
      'The provision network did not answer in time, refused us, or answered what cannot be believed; the line register_unavailable says which.',
    integrator: 'Fetch a new statement and sign it after Retry-After.',
  },
  resident_not_found: {
    status: 403,
    title: 'The register of residents knows nobody to whom certificates and attributes belong',
    citizen: {
      ja: '住民の記録と照合できませんでした。登録は行われていません。カードを受け取ったばかりのとき、引っ越しや改姓の届出の直後は、翌日以降にもう一度お試しください。それでもできないときは、お住まいの市区町村の窓口にお問い合わせください。',
      en: 'No entry in the register of residents matches your card. Nothing was registered. If you received the card just now, or have just moved or changed your name, please try again tomorrow. If it still fails, please ask at your municipal office.',
    },
    operator:
      'No resident has both certificates, or what the signature certificate says is not what the register says now.',
    integrator:
      'In the sandbox: the stand-in register is made from the fixtures and the cards; set up again if cards were made anew.',
  },
  resident_ambiguous: {
    status: 403,
    title: 'The register of residents has more than one entry for these certificates',
    citizen: {
      ja: '住民の記録に該当する方が複数あり、ご本人を特定できませんでした。取り違えを防ぐため、登録は行われていません。お住まいの市区町村の窓口にお問い合わせください。',
      en: 'More than one entry in the register of residents matches your card. To keep you from being mixed up with somebody else, nothing was registered. Please ask at your municipal office.',
    },
    operator: 'The register answered `several`. It is the register’s to mend; we never choose.',
    integrator: 'Nothing can be done from outside.',
  },
  resident_deceased: {
    status: 403,
    title: 'According to the register of residents the holder of a certificate has died',
    citizen: {
      ja: '住民の記録では、カードの持ち主の方は亡くなられています。このカードで登録することはできません。ご家族の方の手続きは、市区町村の窓口でご案内しています。記録に誤りがあるときも、市区町村の窓口にお申し出ください。',
      en: 'According to the register of residents the holder of this card has died, so it cannot be used to register. Your municipal office helps relatives with what needs to be done; please also tell them if the entry is wrong.',
    },
    operator:
      'The register answered `deceased` for the signer or the holder. Certificates are revoked soon after; until then this says so.',
    integrator: 'In the sandbox: the persona deceased shows it.',
  },
  signature_of_another: {
    status: 403,
    title: 'Login certificate and signature certificate belong to two people',
    citizen: {
      ja: 'ログインしたカードまたはスマートフォンと、署名したカードの持ち主が違います。登録や確認は行われていません。ログインした方ご自身のカードで署名してください。15歳未満の方のカードを登録するときは、もとの画面で「法定代理人が署名します」を選んでください。',
      en: 'The card or phone that logged in and the card that signed belong to two different people, so nothing was registered or confirmed. Please sign with the card of the person who logged in. To register a child’s card, choose “a legal representative signs” on the page you came from.',
    },
    operator:
      'The signature is bound to another citizen here, or the register says that the login certificate is another resident’s. Many of these: somebody signs with cards that are not theirs.',
    integrator: 'Sign with the signature certificate of the card that logged in.',
  },
  registration_conflict: {
    status: 409,
    title: 'A certificate is registered here to somebody other than the register says',
    citizen: {
      ja: '登録内容に食い違いが見つかりました。取り違えを防ぐため、登録は行われていません。参照番号を添えてお問い合わせください。',
      en: 'What is registered here contradicts the register of residents. To keep people from being mixed up, nothing was changed. Please contact us and quote the reference.',
    },
    operator:
      'One certificate, two people: bound here to a citizen with another link code than the register gives for it, or as another kind. A wrong link: look at both citizens before anything else.',
    integrator: 'Report the trace id.',
  },
  not_the_legal_representative: {
    status: 403,
    title: 'The signer is not the legal representative of the card’s holder',
    citizen: {
      ja: '署名した方が、カードの持ち主の法定代理人（親権者・成年後見人など）であることを、住民の記録で確認できませんでした。登録は行われていません。届出の直後は、翌日以降にもう一度お試しください。15歳以上の方は、ご本人の署名用電子証明書で登録できます。',
      en: 'The register does not show the signer as legal representative (parent with custody, guardian) of the card’s holder. Nothing was registered. If this was notified only recently, please try again tomorrow. Anyone aged 15 or over can register with their own certificate for digital signature.',
    },
    operator: 'The register knows of no authority of the signer over the holder.',
    integrator:
      'In the sandbox: the persona new-child is represented by the persona parent, and by nobody else.',
  },
  appointed_agent_not_accepted: {
    status: 403,
    title: 'An appointed agent cannot register the person who appointed them',
    citizen: {
      ja: '任意代理人の方は、本人に代わって利用者登録をすることができません。本人が自分のカードで署名するか、法定代理人（親権者・成年後見人など）の方が署名してください。登録は行われていません。',
      en: 'An appointed agent cannot register somebody in their place. The holder signs with their own card, or a legal representative (parent with custody, guardian) does. Nothing was registered.',
    },
    operator:
      'The register knows the signer as an agent by appointment (任意代理人): the statement that was signed is for legal representatives.',
    integrator: 'In the sandbox: the persona ward has a guardian, and an agent who is refused.',
  },
  signature_certificate_needed: {
    status: 403,
    title: 'What was asked for takes the holder’s own signature certificate',
    citizen: {
      ja: '利用者登録は完了しました。ただし、この手続きにはカードの持ち主ご本人の署名用電子証明書が必要です。15歳未満の方など、署名用電子証明書のない方は、この手続きを利用できません。市区町村の窓口をご利用ください。',
      en: 'The registration is complete. What you wanted to do, however, needs the card holder’s own certificate for digital signature. Anyone without one, such as a child under 15, cannot do this here; please go to the municipal office.',
    },
    operator:
      'A representative registered the holder, who asked for what needs the highest assurance: a representative’s signature does not count as the holder’s.',
    integrator: 'Ask for a lower acr, or for categories that do not need the signature.',
  },
  own_card_as_representative: {
    status: 403,
    title: 'The signer is the card’s holder, not their representative',
    citizen: {
      ja: 'カードの持ち主ご本人が、法定代理人として署名しています。登録は行われていません。もとの画面で「カードの持ち主が自分で署名する」を選び、もう一度署名してください。',
      en: 'You signed as a representative of yourself. Nothing was registered. Please choose “the card’s holder signs” on the page you came from and sign again.',
    },
    operator: 'Signer and holder are one resident, but the statement says that one represents the other.',
    integrator: 'Ask for the login page with signer=holder.',
  },
});
