import type { TraceId } from '../src/vocabulary/identifiers.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface ErrorPageView {
  language: Language;
  title: Words;
  /** What happened and what to do next: a refusal row's `citizen`. */
  words: Words;
  /** What the citizen can quote when asking for help. */
  reference: TraceId | null;
}

export function errorPage(view: ErrorPageView): string {
  const say = inLanguage(view.language);
  return toDocument(
    { language: view.language, title: say(view.title), faulty: true },
    <>
      <h1>{say(view.title)}</h1>
      <p class="lead">{say(view.words)}</p>
      {view.reference && <Reference language={view.language} reference={view.reference} />}
    </>,
  );
}

/** The number that finds this very event in the operator's log. */
export function Reference({ language, reference }: { language: Language; reference: TraceId }) {
  const say = inLanguage(language);
  return (
    <p class="reference">
      {say({ ja: '参照番号', en: 'Reference' })}: <code>{reference}</code>
    </p>
  );
}
