import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** The phone's camera, played by a field for what a QR code says. */
export function phoneAppScanPage(view: {
  language: Language;
  formToken: string;
  formAction: string;
}): string {
  const say = inLanguage(view.language);
  const title = say({ ja: 'QRコードの読み取り', en: 'Scan a QR code' });
  return toDocument(
    { language: view.language, title, place: 'phone' },
    <>
      <h1>{title}</h1>
      <form method="post" action={checkedUrl(view.formAction)}>
        <input type="hidden" name="form_token" value={view.formToken} />
        <div class="field">
          <label for="text">{say({ ja: 'QRコードの内容', en: 'What the QR code says' })}</label>
          <p class="hint" id="text-hint">
            {say({
              ja: '試験環境では、カメラの代わりにこの欄に貼り付けます。',
              en: 'In the sandbox it is pasted here, in place of a camera.',
            })}
          </p>
          <input id="text" name="text" type="text" required autocomplete="off" aria-describedby="text-hint" />
        </div>
        <button class="button" type="submit">
          {say({ ja: '読み取る', en: 'Scan' })}
        </button>
      </form>
    </>,
  );
}
