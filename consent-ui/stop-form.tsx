import type { VNode } from 'preact';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { inLanguage } from './readable.ts';

/**
 * The way back to the company for whoever cannot log in, or would rather not: nobody has to close the window to say no.
 * `because`: what the company is told, where it is more than that the citizen went back.
 */
export function StopForm({
  language,
  path,
  because,
}: {
  language: Language;
  path: string | null;
  because: 'assurance' | null;
}): VNode | null {
  if (!path) return null;
  const say = inLanguage(language);
  return (
    <form method="post" action={checkedUrl(path)}>
      <p class="note">
        {because === 'assurance'
          ? say({
              ja: 'この方法で確かめられないときや、やめたいときは、もとの会社の画面に戻れます。会社には、必要な方法で本人確認ができなかったことだけが伝わります。何も提供されません。',
              en: 'If you cannot do this, or do not want to, you can go back to the company. It is told only that you could not be identified in the way this takes. Nothing is shared.',
            })
          : say({
              ja: 'ログインせずに、もとの会社の画面に戻ることもできます。何も提供されません。',
              en: 'You can also go back to the company without logging in. Nothing is shared.',
            })}
      </p>
      {because && <input type="hidden" name="because" value={because} />}
      <button class="button button-plain" type="submit">
        {say({ ja: 'やめて会社の画面に戻る', en: 'Stop and return to the company' })}
      </button>
    </form>
  );
}
