import type { Language, Words } from '../src/vocabulary/words.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface PrivacyPageView {
  language: Language;
  otherLanguagePath?: string | null;
}

const kept: readonly Words[] = [
  {
    ja: 'あなたの決定: どの会社に、何のために、どの項目を、いつまで、何回まで（項目の名前だけで、内容は持ちません）',
    en: 'your decisions: which company, why, which items, until when, how often (names of items, never their contents)',
  },
  {
    ja: '提供の記録: いつ、どの会社に、どの項目を（内容は持ちません）。だれも、あとから気付かれずに書き換えることはできません',
    en: 'the record of each read: when, by which company, which items (not their contents). Nobody can change it later without it being noticed',
  },
  {
    ja: 'あなたを表す番号: カードの証明書の番号と、機関に問い合わせるための符号。お名前、住所、マイナンバーは持ちません',
    en: 'numbers that stand for you: your certificate’s serial, and a code to ask the agencies with. No name, no address, no My Number',
  },
  {
    ja: 'ログイン中だけのCookie: ほかの会社のサイトには送られません',
    en: 'cookies while you are logged in: no company’s site receives them',
  },
];

const notKept: readonly Words[] = [
  {
    ja: 'あなたの情報の内容。機関が持っているものを、そのつど読み取って渡すだけです',
    en: 'the contents of your records. They stay with the agencies and are read anew every time',
  },
  {
    ja: '暗証番号。あなたのパソコンの外に送られません',
    en: 'your PIN. It never leaves your computer',
  },
  {
    ja: 'カードの証明書そのもの',
    en: 'your card’s certificate itself',
  },
];

export function privacyPage({ language, otherLanguagePath }: PrivacyPageView): string {
  const say = inLanguage(language);
  const title = say({
    ja: 'この窓口が持つ情報、持たない情報',
    en: 'What this counter keeps, and what it does not',
  });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <section aria-labelledby="kept">
        <h2 id="kept">{say({ ja: '持つもの', en: 'Kept here' })}</h2>
        <ul>
          {kept.map((words) => (
            <li key={words.en}>{say(words)}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="not-kept">
        <h2 id="not-kept">{say({ ja: '持たないもの', en: 'Not kept here' })}</h2>
        <ul>
          {notKept.map((words) => (
            <li key={words.en}>{say(words)}</li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="known">
        <h2 id="known">{say({ ja: 'ほかの人に分かること', en: 'What others learn' })}</h2>
        <p>
          {say({
            ja: '会社ごとに別の番号であなたを表すので、会社どうしが番号を突き合わせることはできません。機関は、どの会社が求めたかを知りません。会社に伝わる「渡せる情報がない」は、「記録が存在しない」という意味ではありません。',
            en: 'Every company knows you by a different number, so that companies cannot match theirs. Agencies do not learn which company asked. “Nothing to hand out” does not tell a company that no record exists.',
          })}
        </p>
      </section>
    </>,
  );
}
