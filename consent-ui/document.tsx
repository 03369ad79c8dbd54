import type { ComponentChildren, VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Language } from '../src/vocabulary/words.ts';
import { iconPath, myPagePath, styleSheetPath } from './addresses.ts';
import { checkedUrl } from './checked-url.ts';
import { inLanguage } from './readable.ts';

/** What every page has around its own matter. */
export interface PageFrame {
  language: Language;
  /** The page's own heading, without the house's name. */
  title: string;
  /** Whether the page reports faults: the title says so first, for whoever hears it instead of seeing it. */
  faulty?: boolean;
  /** Goes to this address by itself after so many seconds, without a script. */
  refresh?: { seconds: number; url: string };
  /** The address of the page's own script. */
  script?: string;
  /** Whose page it is: the counter's on the web, or the card agent's on the citizen's own machine. */
  place?: 'counter' | 'card-agent' | 'phone';
  /** A link or button to the other language, where its server offers one. */
  languageSwitch?: VNode | null;
}

/** A whole HTML document around `children`. */
export function toDocument(frame: PageFrame, children: ComponentChildren): string {
  return `<!doctype html>\n${render(<Page frame={frame}>{children}</Page>)}\n`;
}

function Page({ frame, children }: { frame: PageFrame; children: ComponentChildren }): VNode {
  const say = inLanguage(frame.language);
  const house =
    frame.place === 'card-agent'
      ? say({ ja: '窓口 Madoguchi カードアプリ', en: '窓口 Madoguchi card agent' })
      : frame.place === 'phone'
        ? say({ ja: '窓口 Madoguchi スマートフォンアプリ', en: '窓口 Madoguchi phone application' })
        : '窓口 Madoguchi';
  const fault = frame.faulty ? say({ ja: 'エラー: ', en: 'Error: ' }) : '';
  return (
    <html lang={frame.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {frame.refresh && (
          <meta
            http-equiv="refresh"
            content={`${frame.refresh.seconds}; url=${checkedUrl(frame.refresh.url)}`}
          />
        )}
        <title>{`${fault}${frame.title} – ${house}`}</title>
        <link rel="icon" type="image/svg+xml" href={iconPath} />
        <link rel="stylesheet" href={styleSheetPath} />
        {frame.script && <script type="module" src={frame.script} />}
      </head>
      <body>
        <a class="skip-link" href="#main">
          {say({ ja: '本文へ移動する', en: 'Skip to main content' })}
        </a>
        <header class={frame.place === 'card-agent' ? 'page-header at-home' : 'page-header'}>
          <div class="page-width header-row">
            <p class="house">{house}</p>
            {frame.languageSwitch}
          </div>
          <p class="stand-in">
            <span class="page-width">
              {frame.place === 'card-agent'
                ? say({
                    ja: 'お使いのパソコンの中で動いている試験用アプリの画面です。国や自治体のアプリではありません。',
                    en: 'This page comes from a test application on your own computer. It is not a government application.',
                  })
                : say({
                    ja: '試験用のサイト（サンドボックス）です。国や自治体のサイトではありません。',
                    en: 'This is a sandbox for testing. It is not a government website.',
                  })}
            </span>
          </p>
        </header>
        <main id="main" class="page-width" tabIndex={-1}>
          {children}
        </main>
        <footer class="page-footer">
          <div class="page-width">
            {frame.place === 'card-agent' ? (
              <p>
                {say({
                  ja: '暗証番号とパスワードは、このパソコンの外に送られません。',
                  en: 'Your PIN and password never leave this computer.',
                })}
              </p>
            ) : frame.place === 'phone' ? (
              <p>
                {say({
                  ja: '暗証番号も生体情報も、このスマートフォンの外に送られません。',
                  en: 'Neither your PIN nor your biometrics leave this phone.',
                })}
              </p>
            ) : (
              <p>
                {say({
                  ja: '一度した同意は、いつでもマイページで取り消せます。',
                  en: 'You can withdraw a consent at any time on your page.',
                })}{' '}
                <a href={myPagePath}>{say({ ja: 'マイページを開く', en: 'Open your page' })}</a>
              </p>
            )}
          </div>
        </footer>
      </body>
    </html>
  );
}

/** A link to the same page in the other language; nothing where the server offers none. */
export function LanguageLink({
  language,
  path,
}: {
  language: Language;
  path: string | null | undefined;
}): VNode | null {
  if (!path) return null;
  const other = language === 'ja' ? 'en' : 'ja';
  return (
    <a class="language" href={checkedUrl(path)} lang={other} hreflang={other}>
      {other === 'ja' ? '日本語' : 'English'}
    </a>
  );
}
