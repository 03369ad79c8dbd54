import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { ReadCategory } from './madoguchi.ts';
import { visitKinds } from './visits.ts';

const categoryNames: Readonly<Record<string, string>> = {
  health_insurance_card: '健康保険証',
  treatments_medications: '診療・薬剤',
  health_checkups: '健診',
};

const outcomes: Readonly<Record<string, string>> = {
  ok: '受け取りました',
  stale: '受け取りました（更新が遅れています）',
  no_record: '受け取れる記録はありませんでした',
  not_connected: '保険者が接続していません',
  agency_unavailable: '保険者から応答がありません。あとでもう一度お願いします',
};

export function startPage(): string {
  return page(
    '受付',
    <>
      <p>マイナンバーカードを読み取り機に置いて、受付の種類をお選びください。</p>
      {Object.entries(visitKinds).map(([kind, { label }]) => (
        <form method="post" action="/visits" id={kind}>
          <input type="hidden" name="kind" value={kind} />
          <button type="submit">{label}</button>
        </form>
      ))}
      <p>暗証番号は職員に伝えないでください。次の画面で、ご自身で入力します。</p>
    </>,
  );
}

export function recordPage(answers: readonly ReadCategory[]): string {
  return page(
    '受け取った情報',
    <>
      {answers.map(({ category, outcome, asOf, record, receiptUrl }) => (
        <section id={category}>
          <h2>{categoryNames[category] ?? category}</h2>
          <p>
            {outcomes[outcome] ?? `受け取れませんでした（${outcome}）`}
            {asOf && `（${asOf.slice(0, 10)} 時点）`}
          </p>
          {record && <pre>{JSON.stringify(record, null, 2)}</pre>}
          {receiptUrl && (
            <p>
              <a href={receiptUrl}>提供の受領証</a>
            </p>
          )}
        </section>
      ))}
      <form method="post" action="/next">
        <button type="submit">次の方</button>
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
        <a href="/">受付に戻る</a>
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
        <title>{title} | 見本病院</title>
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <header>見本病院 — 実在しない病院の見本ページ</header>
        <main>
          <h1>{title}</h1>
          {children}
        </main>
      </body>
    </html>,
  )}`;
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="6" fill="#0b5c3b"/><path d="M13 6h6v7h7v6h-7v7h-6v-7H6v-6h7z" fill="#fff"/>
</svg>`;

export const styleSheet = `
body { margin: 0; font: 1rem/1.7 sans-serif; color: #1a1a1c; background: #fff; }
header { background: #0b5c3b; color: #fff; padding: .75rem 1rem; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.75rem; } h2 { font-size: 1.25rem; }
form { margin: 1rem 0; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
button { font: inherit; font-weight: 700; min-height: 2.75rem; padding: .6rem 1.2rem; border: 0; border-radius: .5rem; background: #0b5c3b; color: #fff; }
button:focus-visible, a:focus-visible { outline: 4px solid #000; outline-offset: 2px; background-color: #ffd43d; color: #000; }
`;
