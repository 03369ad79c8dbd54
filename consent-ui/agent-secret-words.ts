import type { Language, Words } from '../src/vocabulary/words.ts';

/** What every page of the card agent that asks for a PIN or a password has in common. */
export interface AgentSecretView {
  language: Language;
  formToken: string;
  formAction: string;
  /** Where a second button of the form leads that gives up; without one, closing the tab does. */
  cancelAction?: string;
  /** What the card's flags tell: a card tells no number (PKCS#11). */
  tries: 'plenty' | 'low' | 'last' | 'locked';
  /** What became of the entry before this one; null on the first page. */
  fault: SecretFault | null;
  /** What the person chose at set-up, to know this page by; null where they chose nothing. */
  phrase: string | null;
  otherLanguagePath?: string | null;
}

export type SecretFault =
  | 'wrong_secret'
  | 'not_tried'
  | 'last_try_not_confirmed'
  | 'password_for_pin'
  | 'pin_for_password'
  | 'small_letters'
  | 'not_a_pin'
  | 'not_a_password';

/** How one of the card's secrets is spoken of. */
export interface SecretWords {
  field: 'pin' | 'password';
  label: Words;
  hint: Words;
  tries: Readonly<Record<AgentSecretView['tries'], Words>>;
  wrong: Words;
}

export const pinWords: SecretWords = {
  field: 'pin',
  label: { ja: '暗証番号（数字4桁）', en: 'PIN (4 digits)' },
  hint: {
    ja: '「利用者証明用」の暗証番号です。6文字以上の署名用パスワードではありません。',
    en: 'The PIN for user authentication, not the signature password of 6 characters or more.',
  },
  tries: {
    plenty: {
      ja: 'このカードに、暗証番号の誤りは記録されていません。3回続けて間違えると、カードがロックされます。',
      en: 'No wrong entry is recorded on this card. Three wrong entries in a row lock it.',
    },
    low: {
      ja: '前に暗証番号の誤りがありました。続けて間違えると、カードがロックされます。',
      en: 'The PIN was entered wrongly before. If it is wrong again, the card will be locked.',
    },
    last: {
      ja: '入力できるのは、あと1回です。間違えるとカードがロックされ、市区町村の窓口での手続きが必要になります。',
      en: 'This is the last try. If it is wrong, the card is locked and has to be unlocked at your municipality’s counter.',
    },
    locked: {
      ja: '暗証番号を続けて間違えたため、カードがロックされています。お住まいの市区町村の窓口で、暗証番号の初期化を申し出てください。',
      en: 'The card is locked because a wrong PIN was entered too often. Please ask at your municipality’s counter to reset the PIN.',
    },
  },
  wrong: {
    ja: '暗証番号が違います。もう一度入力してください。',
    en: 'The PIN is not correct. Please enter it again.',
  },
};

export const passwordWords: SecretWords = {
  field: 'password',
  label: {
    ja: '署名用パスワード（英大文字と数字、6〜16文字）',
    en: 'Signature password (6 to 16 capital letters and digits)',
  },
  hint: {
    ja: '「署名用」のパスワードです。ログインに使う数字4桁の暗証番号ではありません。',
    en: 'The password for digital signature, not the PIN of 4 digits that you log in with.',
  },
  tries: {
    plenty: {
      ja: 'このカードに、署名用パスワードの誤りは記録されていません。5回続けて間違えると、署名用パスワードがロックされます。',
      en: 'No wrong entry of the signature password is recorded on this card. Five wrong entries in a row lock it.',
    },
    low: {
      ja: '前に署名用パスワードの誤りがありました。続けて間違えると、署名用パスワードがロックされます。',
      en: 'The signature password was entered wrongly before. If it goes on being wrong, it will be locked.',
    },
    last: {
      ja: '署名用パスワードを入力できるのは、あと1回です。間違えるとロックされ、市区町村の窓口での手続きが必要になります。',
      en: 'This is the last try for the signature password. If it is wrong, it is locked and has to be reset at your municipality’s counter.',
    },
    locked: {
      ja: '署名用パスワードを続けて間違えたため、ロックされています。お住まいの市区町村の窓口で、署名用パスワードの初期化を申し出てください。数字4桁の暗証番号でのログインは、これまでどおり使えます。',
      en: 'The signature password is locked because it was entered wrongly too often. Please ask at your municipality’s counter to reset it. Logging in with the PIN of 4 digits still works.',
    },
  },
  wrong: {
    ja: '署名用パスワードが違います。もう一度入力してください。',
    en: 'The signature password is not correct. Please enter it again.',
  },
};

/** Only a wrong secret has cost a try; these say that they did not. */
export const slipWords: Readonly<Record<Exclude<SecretFault, 'wrong_secret'>, Words>> = {
  not_tried: {
    ja: 'カードの状態が変わっていたため、入力した内容を使いませんでした。残り回数は減っていません。下の説明を確かめて、もう一度入力してください。',
    en: 'The card’s state had changed, so your entry was not used. This did not use up a try. Please read below and enter it again.',
  },
  last_try_not_confirmed: {
    ja: 'これが最後の1回です。確認の欄にチェックを入れてから、もう一度入力してください。残り回数は減っていません。',
    en: 'This is the last try. Please tick the box to confirm, then enter it again. This did not use up a try.',
  },
  password_for_pin: {
    ja: '署名用パスワードが入力されたようです。ここでは、ログイン用の暗証番号（数字4桁）を入力してください。残り回数は減っていません。',
    en: 'That looks like the signature password. Here the PIN for logging in (4 digits) is meant. This did not use up a try.',
  },
  pin_for_password: {
    ja: 'ログイン用の暗証番号（数字4桁）が入力されたようです。ここでは、署名用パスワード（6〜16文字）を入力してください。残り回数は減っていません。',
    en: 'That looks like the PIN for logging in (4 digits). Here the signature password (6 to 16 characters) is meant. This did not use up a try.',
  },
  small_letters: {
    ja: '署名用パスワードの英字は、すべて大文字です。大文字で入力し直してください。残り回数は減っていません。',
    en: 'The letters of the signature password are all capitals. Please enter it again in capital letters. This did not use up a try.',
  },
  not_a_pin: {
    ja: '暗証番号は数字4桁で入力してください。残り回数は減っていません。',
    en: 'Please enter the PIN as 4 digits. This did not use up a try.',
  },
  not_a_password: {
    ja: '署名用パスワードは、英大文字と数字の6〜16文字で入力してください。残り回数は減っていません。',
    en: 'Please enter the signature password as 6 to 16 capital letters and digits. This did not use up a try.',
  },
};
