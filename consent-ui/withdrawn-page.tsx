import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import type { ConsentView } from './consent-facts.tsx';
import { inLanguage } from './readable.ts';

export interface WithdrawnPageView {
  language: Language;
  consent: ConsentView;
  backPath: string;
  otherLanguagePath?: string | null;
}

export function withdrawnPage(view: WithdrawnPageView): string {
  const { language, consent } = view;
  const say = inLanguage(language);
  const withdrawn = consent.state === 'withdrawn';
  const title = withdrawn
    ? say({ ja: '同意を取り消しました', en: 'The consent is withdrawn' })
    : say({ ja: '同意は取り消されていません', en: 'The consent was not withdrawn' });
  return toDocument(
    {
      language,
      title,
      faulty: !withdrawn,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {withdrawn
          ? say({
              ja: `${consent.relyingParty.ja}は、あなたの情報を見られなくなりました。`,
              en: `${consent.relyingParty.en} can no longer read your information.`,
            })
          : say({
              ja: 'マイページで、この同意の状態を確かめてください。',
              en: 'Please check the state of this consent on your page.',
            })}
      </p>
      <p>
        <a class="button" href={checkedUrl(view.backPath)}>
          {say({ ja: 'マイページに戻る', en: 'Back to my page' })}
        </a>
      </p>
    </>,
  );
}
