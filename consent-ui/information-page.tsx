import { type Assurance, assuranceLabels } from '../src/vocabulary/authentication.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** One of the 29 categories, as the list of one's own information names it. */
export interface ListedCategory {
  number: number;
  name: string;
  label: Words;
  /** The kind of agency that keeps it. */
  holder: Words;
  /** What a login must have proved before it is shown. */
  leastAssurance: Assurance;
  path: string;
  /** Whether a report of the citizen's about it is under way. */
  reported: boolean;
}

export interface InformationPageView {
  language: Language;
  categories: readonly ListedCategory[];
  correctionsPath: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** 自己情報表示: everything there is about me, and who keeps it. Nothing is asked of an agency until it is opened. */
export function informationPage(view: InformationPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'わたしの情報', en: 'My information' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: '国や自治体などが持っている、あなたの情報です。開くと、そのときの記録を、持っている機関に問い合わせます。',
          en: 'What public bodies hold about you. When you open one, the agency that holds it is asked for its record of that moment.',
        })}
      </p>
      <p>
        <a href={checkedUrl(view.correctionsPath)}>
          {say({ ja: '記録についての申し出を見る', en: 'See your reports about records' })}
        </a>
      </p>
      <dl class="summary">
        {view.categories.map((category) => (
          <div key={category.name}>
            <dt>
              <a href={checkedUrl(category.path)}>
                {category.number}. {say(category.label)}
              </a>
            </dt>
            <dd>
              {say({ ja: '持っている機関: ', en: 'Kept by: ' })}
              {say(category.holder)}
              {category.leastAssurance === 'signature' && (
                <>
                  <br />
                  {say({ ja: '見るために必要なもの: ', en: 'To see it you need: ' })}
                  {say(assuranceLabels.signature)}
                </>
              )}
              {category.reported && (
                <>
                  <br />
                  <strong>
                    {say({ ja: '申し出を受け付けています', en: 'Your report is being looked into' })}
                  </strong>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
      </p>
    </>,
  );
}
