import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentDonePageView {
  language: Language;
  /** The completion address at the site, with its one-time code. */
  returnUrl: string;
}

/**
 * A page with a link and a refresh, not a redirect: a form post's redirect chain would run on to the relying party
 * and be stopped by the PIN page's own `form-action`.
 */
export function agentDonePage(view: AgentDonePageView): string {
  const say = inLanguage(view.language);
  const title = say({ ja: 'カードを確認しました', en: 'Your card was accepted' });
  return toDocument(
    { language: view.language, title, place: 'card-agent', refresh: { seconds: 0, url: view.returnUrl } },
    <>
      <h1>{title}</h1>
      <p class="lead">{say({ ja: 'もとのサイトに戻ります。', en: 'Returning you to the site.' })}</p>
      <p>
        <a class="button" href={checkedUrl(view.returnUrl)} rel="noreferrer">
          {say({ ja: '自動で進まないときはここを押す', en: 'Press here if nothing happens' })}
        </a>
      </p>
    </>,
  );
}
