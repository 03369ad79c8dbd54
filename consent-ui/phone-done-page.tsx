import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** A page with a link and a refresh, not a redirect: a form's redirects are held to its own page's `form-action`. */
export function phoneDonePage(view: { language: Language; returnPath: string }): string {
  const say = inLanguage(view.language);
  const title = say({ ja: 'ログインしました', en: 'You are logged in' });
  return toDocument(
    { language: view.language, title, refresh: { seconds: 0, url: view.returnPath } },
    <>
      <h1>{title}</h1>
      <p class="lead">{say({ ja: '続きの画面に進みます。', en: 'Taking you on.' })}</p>
      <p>
        <a class="button" href={checkedUrl(view.returnPath)}>
          {say({ ja: '自動で進まないときはここを押す', en: 'Press here if nothing happens' })}
        </a>
      </p>
    </>,
  );
}
