import { correctionReasons, mostRemarkCharacters, type Place } from '../src/vocabulary/corrections.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface ReportPageView {
  language: Language;
  /** What the report is about, category and part. */
  place: Place;
  /** The items that it can be narrowed to. */
  within: readonly Place[];
  /** Of the record that was shown; null where none was. */
  recordAsOf: string | null;
  /** Why the form is shown again; nothing was changed. */
  fault: 'no_reason' | 'remark_too_long' | null;
  /** What was chosen before the form was shown again. */
  chosen: { place: string; reason: string; remark: string };
  formAction: string;
  formToken: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

/** "This is not mine", "this is wrong": what, why, and what happens at once. */
export function reportPage(view: ReportPageView): string {
  const { language, fault, chosen } = view;
  const say = inLanguage(language);
  const title = say({ ja: '記録がちがうと申し出る', en: 'Report a record' });
  const faultWords: Record<NonNullable<ReportPageView['fault']>, Words> = {
    no_reason: { ja: '理由を1つ選んでください。', en: 'Please choose one reason.' },
    remark_too_long: {
      ja: `${mostRemarkCharacters}文字までで書いてください。`,
      en: `Please write no more than ${mostRemarkCharacters} characters.`,
    },
  };
  return toDocument(
    {
      language,
      title,
      faulty: fault !== null,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <h1>{title}</h1>
      {fault && (
        <div class="error-summary" role="alert">
          <h2>{say({ ja: 'まだ申し出ていません', en: 'Nothing was reported yet' })}</h2>
          <ul>
            <li>
              <a href={fault === 'no_reason' ? '#reason-not_mine' : '#remark'}>{say(faultWords[fault])}</a>
            </li>
          </ul>
        </div>
      )}
      <p class="lead">
        <strong>{say(view.place.label)}</strong>
      </p>
      <ul>
        <li>
          {say({
            ja: '申し出ると、この種類の記録は、すぐにだれにも提供されなくなります。会社には「渡せる情報がない」とだけ伝わります。',
            en: 'As soon as you report it, records of this kind are given to nobody. Companies are told only that there is nothing to hand out.',
          })}
        </li>
        <li>
          {say({
            ja: '記録を持っている機関に届き、職員が確認します。終わるとここに表示され、また提供できるようになります。',
            en: 'The agency that keeps it is told, and an official looks into it. You will see here what came of it, and the record can be shared again.',
          })}
        </li>
        <li>
          {say({
            ja: '正しかったと分かったときは、いつでも取り下げられます。',
            en: 'If it turns out to be right, you can take the report back at any time.',
          })}
        </li>
      </ul>
      <form method="post" action={checkedUrl(view.formAction)}>
        <input type="hidden" name="form_token" value={view.formToken} />
        <input type="hidden" name="as_of" value={view.recordAsOf ?? ''} />
        <p>
          <label for="place">{say({ ja: 'どの部分ですか', en: 'Which part of it?' })}</label>
          <br />
          <select id="place" name="place">
            <option value={view.place.path} selected={chosen.place === view.place.path}>
              {say({ ja: '全体', en: 'All of it' })}
            </option>
            {view.within.map((place) => (
              <option key={place.path} value={place.path} selected={chosen.place === place.path}>
                {say(place.label)}
              </option>
            ))}
          </select>
        </p>
        <fieldset>
          <legend>{say({ ja: '理由', en: 'Why?' })}</legend>
          {Object.entries(correctionReasons).map(([reason, words]) => (
            <div class="choice" key={reason}>
              <input
                type="radio"
                id={`reason-${reason}`}
                name="reason"
                value={reason}
                checked={chosen.reason === reason}
              />
              <label for={`reason-${reason}`}>{say(words)}</label>
            </div>
          ))}
        </fieldset>
        <p>
          <label for="remark">
            {say({
              ja: '職員に伝えたいこと（書かなくてもかまいません）',
              en: 'Anything to tell the official (optional)',
            })}
          </label>
          <br />
          <textarea
            id="remark"
            name="remark"
            rows={3}
            maxlength={mostRemarkCharacters}
            aria-describedby="remark-note"
          >
            {chosen.remark}
          </textarea>
        </p>
        <p class="note" id="remark-note">
          {say({
            ja: `${mostRemarkCharacters}文字まで。記録を持っている機関にだけ届き、届いたあとはここに残りません。`,
            en: `Up to ${mostRemarkCharacters} characters. It goes to that agency alone, and is not kept here once it has arrived.`,
          })}
        </p>
        <p class="actions">
          <button class="button" type="submit">
            {say({ ja: '提供を止めて申し出る', en: 'Block it and report it' })}
          </button>
          <a class="button button-plain" href={checkedUrl(view.backPath)}>
            {say({ ja: '申し出ずに戻る', en: 'Go back without reporting' })}
          </a>
        </p>
      </form>
    </>,
  );
}
