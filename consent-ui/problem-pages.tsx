import type { RefusalRow } from '../src/vocabulary/refusal-row.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface Problem {
  reason: string;
  row: RefusalRow;
  /** Its address: the `type` of its problem documents (RFC 9457). */
  type: string;
}

/** Every refusal that can be met, each with a page of its own. */
export function problemsPage(view: {
  language: Language;
  problems: readonly Problem[];
  otherLanguagePath?: string | null;
}): string {
  const say = inLanguage(view.language);
  const title = say({ ja: 'エラーの一覧', en: 'List of errors' });
  return toDocument(
    {
      language: view.language,
      title,
      languageSwitch: <LanguageLink language={view.language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      <p>
        {say({
          ja: '開発者向けの一覧です。APIのエラー（RFC 9457）の type は、それぞれのページを指します。',
          en: 'For developers. The type of every API error (RFC 9457) leads to one of these pages.',
        })}
      </p>
      <dl class="summary">
        {view.problems.map(({ reason, row, type }) => (
          <div key={reason}>
            <dt>
              <a href={checkedUrl(type)}>
                <code>{reason}</code>
              </a>
            </dt>
            <dd>
              {row.status} <span lang="en">{row.title}</span>
            </dd>
          </div>
        ))}
      </dl>
    </>,
  );
}

/** One refusal: cause, fix, example, and what the citizen is told. */
export function problemPage(view: {
  language: Language;
  problem: Problem;
  listPath: string;
  otherLanguagePath?: string | null;
}): string {
  const { language, problem } = view;
  const { reason, row, type } = problem;
  const say = inLanguage(language);
  const example = {
    type,
    title: row.title,
    status: row.status,
    reason,
    trace_id: '0af7651916cd43dd8448eb211c80319c',
  };
  return toDocument(
    {
      language,
      title: reason,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>
        <code>{reason}</code>
      </h1>
      <p class="lead" lang="en">
        {row.title}
      </p>
      <dl class="summary">
        <div>
          <dt>{say({ ja: 'HTTPステータス', en: 'HTTP status' })}</dt>
          <dd>{row.status}</dd>
        </div>
        {row.oauthError && (
          <div>
            <dt>{say({ ja: 'OAuthのエラー', en: 'OAuth error' })}</dt>
            <dd>
              <code>{row.oauthError}</code>
            </dd>
          </div>
        )}
        <div>
          <dt>{say({ ja: '原因', en: 'Cause' })}</dt>
          <dd lang="en">{row.operator}</dd>
        </div>
        <div>
          <dt>{say({ ja: '直し方', en: 'Fix' })}</dt>
          <dd lang="en">{row.integrator}</dd>
        </div>
        <div>
          <dt>{say({ ja: '本人に表示する文', en: 'What the citizen reads' })}</dt>
          <dd>{say(row.citizen)}</dd>
        </div>
      </dl>
      <h2>{say({ ja: '例', en: 'Example' })}</h2>
      <pre>
        <code>{JSON.stringify(example, null, 2)}</code>
      </pre>
      <p>
        <a href={checkedUrl(view.listPath)}>{say({ ja: 'エラーの一覧', en: 'List of errors' })}</a>
      </p>
    </>,
  );
}
