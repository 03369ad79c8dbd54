import type { VNode } from 'preact';
import type { Attestation } from '../src/vocabulary/attestations.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';

export interface CarriedView {
  label: Words;
  count: number;
  issuedAt: Date;
  expiresAt: Date;
  ended: boolean;
  receiptPath: string;
  endAction: string;
}

export interface WalletPageView {
  language: Language;
  /** Newest first. */
  carried: readonly CarriedView[];
  /** Each question with its values. */
  choices: readonly { name: string; attestations: readonly Attestation[] }[];
  /** A question that was asked for and has nothing to attest now. */
  nothingToAttest: Words | null;
  offerAction: string;
  formToken: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** What I carry in my wallet, how to end it, and what I could carry. */
export function walletPage(view: WalletPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const title = say({ ja: 'ウォレットで持ち歩く証明', en: 'Proofs to carry in your wallet' });
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: '証明をウォレットアプリに入れておくと、お店などで、必要なことだけを見せられます。どこで見せたかは、窓口には伝わりません。記録そのものは入りません。',
          en: 'With a proof in your wallet app you can show just what is needed, in a shop for example. We do not learn where you show it. The record itself is not in it.',
        })}
      </p>
      {view.nothingToAttest && (
        <p class="outcome" role="status">
          {say(view.nothingToAttest)}
          {say({
            ja: ': いまお渡しできる証明はありません。',
            en: ': there is nothing that could be attested now.',
          })}
        </p>
      )}
      {view.carried.length > 0 && (
        <section aria-labelledby="carried">
          <h2 id="carried">{say({ ja: 'お持ちの証明', en: 'What you carry' })}</h2>
          {view.carried.map((carried) => (
            <Carried
              key={carried.receiptPath}
              language={language}
              carried={carried}
              formToken={view.formToken}
            />
          ))}
        </section>
      )}
      <section aria-labelledby="choices">
        <h2 id="choices">{say({ ja: 'ウォレットに入れられる証明', en: 'What you can carry' })}</h2>
        {view.choices.map(({ name, attestations }) => (
          <form
            key={name}
            id={`carry-${name}`}
            method="post"
            action={checkedUrl(view.offerAction)}
            class="card"
          >
            <input type="hidden" name="form_token" value={view.formToken} />
            <Choice language={language} name={name} attestations={attestations} />
            <p class="actions">
              <button class="button button-plain" type="submit">
                {say({ ja: 'ウォレットに入れる', en: 'Put it into my wallet' })}
              </button>
            </p>
          </form>
        ))}
      </section>
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
      </p>
    </>,
  );
}

/** One value is a heading, several are a choice. */
function Choice({
  language,
  name,
  attestations,
}: {
  language: Language;
  name: string;
  attestations: readonly Attestation[];
}): VNode | null {
  const say = inLanguage(language);
  const [first] = attestations;
  if (!first) return null;
  if (attestations.length === 1)
    return (
      <>
        <h3>{say(first.label)}</h3>
        <input type="hidden" name="item" value={first.item} />
      </>
    );
  return (
    <p class="field">
      <label for={`choice-${name}`}>{say(first.question.answer['x-label'] ?? first.label)}</label>
      <select id={`choice-${name}`} name="item">
        {attestations.map(({ item, label }) => (
          <option key={item} value={item}>
            {say(label)}
          </option>
        ))}
      </select>
    </p>
  );
}

function Carried({
  language,
  carried,
  formToken,
}: {
  language: Language;
  carried: CarriedView;
  formToken: string;
}): VNode {
  const say = inLanguage(language);
  const copies = say({ ja: `${carried.count}枚`, en: `${carried.count} copies, one for each place` });
  return (
    <article class="card">
      <h3>{say(carried.label)}</h3>
      <dl class="summary">
        <div>
          <dt>{say({ ja: '枚数', en: 'Copies' })}</dt>
          <dd>{copies}</dd>
        </div>
        <div>
          <dt>{say({ ja: '発行した日時', en: 'Issued' })}</dt>
          <dd>{toReadableTime(carried.issuedAt, language)}</dd>
        </div>
        <div>
          <dt>{say({ ja: '使える期限', en: 'Good until' })}</dt>
          <dd>{toReadableTime(carried.expiresAt, language)}</dd>
        </div>
      </dl>
      <div class="actions">
        <a class="button button-plain" href={checkedUrl(carried.receiptPath)}>
          {say({ ja: '記録を見る', en: 'See the receipt' })}
          <span class="for-listeners">{`: ${say(carried.label)}`}</span>
        </a>
        {carried.ended ? (
          <span>{say({ ja: '無効にしました', en: 'No longer valid' })}</span>
        ) : (
          <form method="post" action={checkedUrl(carried.endAction)}>
            <input type="hidden" name="form_token" value={formToken} />
            <button class="button button-plain" type="submit">
              {say({ ja: '無効にする', en: 'Make it invalid' })}
              <span class="for-listeners">{`: ${say(carried.label)}`}</span>
            </button>
          </form>
        )}
      </div>
    </article>
  );
}
