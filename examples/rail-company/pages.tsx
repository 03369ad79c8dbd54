import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Quote, Route } from './fares.ts';

const yen = (amount: number): string => `${amount.toLocaleString('ja-JP')}円`;

export function routesPage(routes: readonly Route[]): string {
  return page(
    '運賃と割引',
    <>
      <p>
        割引運賃を使うには、障害者割引の区分を窓口 (Madoguchi) でご確認ください。当社に診断名は届きません。
      </p>
      {routes.map((route) => (
        <form method="post" action="/tickets" class="route" id={route.id}>
          <h2>
            {route.from} → {route.to}
          </h2>
          <p>
            {route.distanceKilometres.toFixed(1)} km・運賃 {yen(route.fareYen)}
            {route.expressFeeYen > 0 && <>・特急料金 {yen(route.expressFeeYen)}</>}
          </p>
          <input type="hidden" name="route" value={route.id} />
          <label>
            <input type="checkbox" name="companion" value="yes" /> 介護者と一緒に乗る
          </label>
          <button type="submit">障害者割引を確認する</button>
        </form>
      ))}
    </>,
  );
}

export interface QuoteView {
  quote: Quote;
  discountClass: 1 | 2 | null;
  issuers: readonly string[];
  receiptUrl: string;
  readsLeft: number;
}

export function quotePage({ quote, discountClass, issuers, receiptUrl, readsLeft }: QuoteView): string {
  const names = { holder: 'ご本人', companion: '介護者', passenger: 'お客様' };
  return page(
    'お見積り',
    <>
      <p>
        {quote.route.from} → {quote.route.to}
      </p>
      <p>
        {discountClass === null ? '割引の対象ではありません。' : `第${discountClass}種の割引を確認しました。`}
      </p>
      {issuers.length > 0 && <p>手帳の交付者: {issuers.join('、')}</p>}
      <ul>
        {quote.passengers.map(({ who, fareYen, expressFeeYen, discounted }) => (
          <li>
            {names[who]}: 運賃 {yen(fareYen)}
            {discounted && '（5割引）'}
            {expressFeeYen > 0 && `・特急料金 ${yen(expressFeeYen)}`}
          </li>
        ))}
      </ul>
      <p class="total">
        合計 <strong data-total={quote.totalYen}>{yen(quote.totalYen)}</strong>
      </p>
      <p>
        <a href={receiptUrl}>提供の受領証</a>（あと{readsLeft}回確認できます）
      </p>
      <form method="post" action="/quote">
        <button type="submit">もう一度確認する</button>
      </form>
    </>,
  );
}

export function messagePage(title: string, words: string): string {
  return page(
    title,
    <>
      <p>{words}</p>
      <p>
        <a href="/">運賃表に戻る</a>
      </p>
    </>,
  );
}

function page(title: string, children: ComponentChildren): string {
  return `<!doctype html>${render(
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title} | 見本旅客鉄道</title>
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>見本旅客鉄道 — 実在しない会社の見本ページ</header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>,
  )}`;
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="6" fill="#00418e"/><path d="M9 6h14v15H9zM8 26l4-4h8l4 4" fill="#fff"/>
</svg>`;

export const styleSheet = `
body { margin: 0; font: 1rem/1.7 sans-serif; color: #1a1a1c; background: #fff; }
header { background: #00418e; color: #fff; padding: .75rem 1rem; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.25rem; margin: 0; }
.route { border: 1px solid #949494; border-radius: .5rem; padding: 1rem; margin: 1rem 0; }
label { display: block; padding: .5rem 0; }
button { font: inherit; font-weight: 700; padding: .6rem 1.2rem; border: 0; border-radius: .5rem; background: #00418e; color: #fff; }
button:focus-visible, a:focus-visible, input:focus-visible { outline: 4px solid #000; outline-offset: 2px; background-color: #ffd43d; color: #000; }
.total { font-size: 1.25rem; }
`;
