import type { Language, Words } from '../src/vocabulary/words.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentErrorPageView {
  language: Language;
  /** What happened. */
  words: Words;
  /** What to do next, where there is something. */
  next: Words | null;
}

export function agentErrorPage(view: AgentErrorPageView): string {
  const say = inLanguage(view.language);
  const title = say({ ja: 'カードを使えませんでした', en: 'The card could not be used' });
  return toDocument(
    { language: view.language, title, faulty: true, place: 'card-agent' },
    <>
      <h1>{title}</h1>
      <p class="lead">{say(view.words)}</p>
      {view.next && <p>{say(view.next)}</p>}
    </>,
  );
}
