import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { CorrectionFacts, type CorrectionView } from './correction-facts.tsx';
import { CorrectionSteps, type CorrectionStepView } from './correction-steps.tsx';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface CorrectionsPageView {
  language: Language;
  /** Newest first. */
  corrections: readonly (CorrectionView & { steps: readonly CorrectionStepView[] })[];
  formToken: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** What I said of my records, and what became of it. */
export function correctionsPage(view: CorrectionsPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: '記録についての申し出', en: 'Reports about my records' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      {view.corrections.length === 0 && (
        <p>{say({ ja: '申し出はありません。', en: 'You have made no reports.' })}</p>
      )}
      {view.corrections.map((correction) => (
        <article class="card" key={correction.id}>
          <h2>{say(correction.place)}</h2>
          <CorrectionFacts language={language} correction={correction} />
          <CorrectionSteps language={language} steps={correction.steps} />
          {correction.closedAt === null && (
            <form method="post" action={checkedUrl(correction.withdrawPath)} class="actions">
              <input type="hidden" name="form_token" value={view.formToken} />
              <button class="button button-plain" type="submit">
                {say({ ja: '正しかったので取り下げる', en: 'It was right: take this back' })}
                <span class="for-listeners">{`: ${say(correction.place)}`}</span>
              </button>
            </form>
          )}
        </article>
      ))}
      <p>
        <a href={checkedUrl(view.backPath)}>
          {say({ ja: 'わたしの情報の一覧に戻る', en: 'Back to my information' })}
        </a>
      </p>
    </>,
  );
}
