import type { Language } from '../src/vocabulary/words.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** The phone is done, and leads nowhere: the person goes on at the computer, by their own hand. */
export function phoneAppDonePage({ language }: { language: Language }): string {
  const say = inLanguage(language);
  const title = say({ ja: '確認しました', en: 'Confirmed' });
  return toDocument(
    { language, title, place: 'phone' },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: 'パソコンの画面に戻り、「スマートフォンで確認しました」を押してください。',
          en: 'Please go back to your computer and press “I have confirmed on my phone”.',
        })}
      </p>
    </>,
  );
}
