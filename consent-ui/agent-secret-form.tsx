import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { type AgentSecretView, type SecretWords, slipWords } from './agent-secret-words.ts';
import { checkedUrl } from './checked-url.ts';
import { inLanguage } from './readable.ts';

const triesClass = {
  plenty: 'outcome',
  low: 'outcome outcome-warning',
  last: 'outcome outcome-warning',
  locked: 'outcome outcome-error',
} as const;

export function toFaultText(view: AgentSecretView, words: SecretWords): string | null {
  if (!view.fault || view.tries === 'locked') return null;
  const text = view.fault === 'wrong_secret' ? words.wrong : slipWords[view.fault];
  return inLanguage(view.language)(text);
}

/** On top of the page, with a link to the field. */
export function SecretFaultSummary({
  view,
  words,
}: {
  view: AgentSecretView;
  words: SecretWords;
}): VNode | null {
  const fault = toFaultText(view, words);
  if (!fault) return null;
  const say = inLanguage(view.language);
  const field = view.fault === 'last_try_not_confirmed' ? 'last-try' : words.field;
  return (
    <div class="error-summary" role="alert">
      <h2>{say({ ja: '入力を確かめてください', en: 'There is a problem' })}</h2>
      <p>
        <a href={`#${field}`}>{fault}</a>
      </p>
    </div>
  );
}

/**
 * The person's own phrase, which nobody else can know: a page that another program shows on the agent's port lacks it.
 */
export function OwnPhrase({ language, phrase }: Pick<AgentSecretView, 'language' | 'phrase'>): VNode {
  const say = inLanguage(language);
  if (phrase === null) {
    return (
      <p class="note" id="phrase">
        {say({
          ja: '合言葉は決められていません。決めておくと、この画面に表示され、偽の画面と見分けられます。決め方は、カードアプリの説明書にあります。',
          en: 'You have not chosen a phrase. If you choose one, it is shown here, and a false page can be told by its absence. The card application’s instructions say how.',
        })}
      </p>
    );
  }
  return (
    <div class="card" id="phrase">
      <h2>{say({ ja: 'あなたが決めた合言葉', en: 'The phrase you chose' })}</h2>
      <p class="lead">
        <bdi>{phrase}</bdi>
      </p>
      <p>
        {say({
          ja: 'この合言葉が出ない、または違うときは、偽の画面です。何も入力せずにタブを閉じ、カードアプリが動いているか確かめてください。',
          en: 'Where this phrase is missing or different, the page is false. Enter nothing, close the tab, and check that your card application is running.',
        })}
      </p>
    </div>
  );
}

/** What the card tells of the tries left, and the field with its buttons: none on a locked card. */
export function SecretForm({
  view,
  words,
  button,
}: {
  view: AgentSecretView;
  words: SecretWords;
  button: Words;
}): VNode {
  const say = inLanguage(view.language);
  const { tries } = view;
  const { field } = words;
  const fault = toFaultText(view, words);
  const isAboutBox = view.fault === 'last_try_not_confirmed';
  return (
    <>
      <p class={triesClass[tries]} id="tries">
        {say(words.tries[tries])}
      </p>
      {tries !== 'locked' && (
        <form method="post" action={checkedUrl(view.formAction)}>
          <input type="hidden" name="form_token" value={view.formToken} />
          <div class={fault ? 'field field-error' : 'field'}>
            <label for={field}>{say(words.label)}</label>
            <p class="hint" id="secret-hint">
              {say(words.hint)}
            </p>
            {fault && (
              <p class="field-message" id="secret-error">
                {fault}
              </p>
            )}
            {/* No maxlength: a pasted secret that was cut to length would cost a try. */}
            <input
              id={field}
              name={field}
              type="password"
              inputMode={field === 'pin' ? 'numeric' : undefined}
              autocapitalize={field === 'pin' ? undefined : 'characters'}
              autocomplete="current-password"
              required
              autofocus
              aria-invalid={fault && !isAboutBox ? 'true' : undefined}
              aria-describedby={fault ? 'secret-hint secret-error tries' : 'secret-hint tries'}
            />
          </div>
          {tries === 'last' && (
            <div class="field choice">
              <input
                id="last-try"
                name="last_try"
                type="checkbox"
                value="yes"
                required
                aria-invalid={isAboutBox ? 'true' : undefined}
                aria-describedby="tries"
              />
              <label for="last-try">
                {say({
                  ja: 'これが最後の1回です。間違えるとロックされることを確認しました。',
                  en: 'I know that this is the last try, and that a wrong entry locks it.',
                })}
              </label>
            </div>
          )}
          <button class="button" type="submit">
            {say(button)}
          </button>
          {view.cancelAction && (
            <button
              class="button button-plain"
              type="submit"
              formaction={checkedUrl(view.cancelAction)}
              formnovalidate
            >
              {say({ ja: 'やめる', en: 'Cancel' })}
            </button>
          )}
        </form>
      )}
      <p class="note">
        {say({
          ja: '上のサイトに心当たりがなければ、入力せずにこのタブを閉じてください。',
          en: 'If you do not know the site above, close this tab without entering anything.',
        })}
      </p>
    </>
  );
}

/** The site as it stands in the address bar, with its name on the person's own list, and the certificate used. */
export function SiteAndCertificate({
  language,
  what,
  site,
  siteName,
  certificate,
}: {
  language: Language;
  what: Words;
  site: string;
  siteName: Words | null;
  certificate: Words;
}): VNode {
  const say = inLanguage(language);
  return (
    <dl class="summary">
      <div>
        <dt>{say(what)}</dt>
        <dd>
          {siteName && <strong>{say(siteName)}</strong>}
          {siteName && <br />}
          <code>{site}</code>
        </dd>
      </div>
      <div>
        <dt>{say({ ja: '使う証明書', en: 'Certificate used' })}</dt>
        <dd>{say(certificate)}</dd>
      </div>
    </dl>
  );
}
