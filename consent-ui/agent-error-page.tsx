import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentErrorPageView {
  language: Language;
  /** What happened. */
  words: Words;
  /** What to do next, where there is something. */
  next: Words | null;
  /** The agent's own address to try again at, where another try makes sense. */
  retryPath: string | null;
  /** What the citizen can quote when they ask for help; null where the page says all there is. */
  reference: string | null;
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
      {view.retryPath && (
        <p>
          <a class="button" href={checkedUrl(view.retryPath)}>
            {say({ ja: 'もう一度試す', en: 'Try again' })}
          </a>
        </p>
      )}
      {view.reference && (
        <p class="note">
          {say({ ja: '参照番号: ', en: 'Reference: ' })}
          <code>{view.reference}</code>
        </p>
      )}
    </>,
  );
}
