import type { VNode } from 'preact';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { type AskedGroupView, OptionalItems, RequiredItems } from './asked-items.tsx';
import { type ConsentFault, Faults } from './consent-faults.tsx';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage, toReadableTime } from './readable.ts';

export interface ConsentPageView {
  language: Language;
  relyingParty: { legalName: Words; corporateNumber: string; domain: string; contact: string };
  purpose: Words;
  /** What the company promises to do afterwards. */
  retention: Words;
  required: readonly AskedGroupView[];
  optional: readonly AskedGroupView[];
  reads: number;
  /** When it would end if it were decided now; `fixed` where the company asked for that very moment. */
  ends: { at: Date; days: number; fixed: boolean };
  faults: readonly ConsentFault[];
  /** Whether another look may bring what did not arrive. */
  lookAgain: boolean;
  formAction: string;
  formToken: string;
  otherLanguagePath?: string | null;
}

/**
 * The one screen that decides. Order: who you are, who asks, why, what, how long, what they do afterwards, how to
 * withdraw, two equal buttons. No script, no box ticked beforehand, no value outside the visible page.
 */
export function consentPage(view: ConsentPageView): string {
  const { language, relyingParty } = view;
  const say = inLanguage(language);
  const title = say({ ja: '情報を提供しますか', en: 'Do you want to share this information?' });
  return toDocument(
    {
      language,
      title,
      faulty: view.faults.length > 0,
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <Faults language={language} faults={view.faults} firstOptional={view.optional[0]?.items[0]?.name} />
      <h1>{title}</h1>
      <p class="lead">
        {say({
          ja: `${relyingParty.legalName.ja}が、あなたの情報の提供を求めています。提供するかどうかは、あなたが決められます。`,
          en: `${relyingParty.legalName.en} is asking for information about you. It is your decision.`,
        })}
      </p>
      <WhoAndWhy view={view} />
      <form method="post" action={checkedUrl(view.formAction)}>
        {/* The Enter key presses a form's first button: this one, which decides nothing, so that nobody shares by a slip. */}
        <button class="for-listeners" type="submit" name="stay" value="yes" tabIndex={-1} aria-hidden="true">
          {say({ ja: '決めずにこの画面にとどまる', en: 'Stay on this page without deciding' })}
        </button>
        <input type="hidden" name="form_token" value={view.formToken} />
        <What view={view} />
        <Terms view={view} />
        <div class="decision">
          <button class="button" type="submit" name="decision" value="approve">
            {say({ ja: '提供する', en: 'Share' })}
          </button>
          <button class="button" type="submit" name="decision" value="refuse">
            {say({ ja: '提供しない', en: 'Do not share' })}
          </button>
        </div>
        <p class="note">
          {say({
            ja: '「提供しない」を選んでも、この窓口で不利になることはありません。もとの会社の画面に戻ります。',
            en: 'Choosing “Do not share” has no disadvantage here. You return to the company’s site.',
          })}
        </p>
      </form>
    </>,
  );
}

function WhoAndWhy({ view }: { view: ConsentPageView }): VNode {
  const { language, relyingParty } = view;
  const say = inLanguage(language);
  return (
    <>
      <section aria-labelledby="you">
        <h2 id="you">{say({ ja: 'ログインしている方', en: 'Who is logged in' })}</h2>
        <p>
          {say({
            ja: 'マイナンバーカードでログインしたご本人。会社には、下の項目のうち提供すると決めたものだけが伝わります。',
            en: 'The holder of the My Number Card that just logged in. The company learns only what you decide to share below.',
          })}
        </p>
      </section>
      <section aria-labelledby="who">
        <h2 id="who">{say({ ja: '提供を求めている会社', en: 'Who is asking' })}</h2>
        <dl class="summary">
          <Fact name={say({ ja: '名称', en: 'Legal name' })}>
            <strong>{say(relyingParty.legalName)}</strong>
          </Fact>
          <Fact name={say({ ja: '法人番号', en: 'Corporate number' })}>{relyingParty.corporateNumber}</Fact>
          <Fact name={say({ ja: '確認済みのドメイン', en: 'Verified domain' })}>
            <code>{relyingParty.domain}</code>
          </Fact>
          <Fact name={say({ ja: '連絡先', en: 'Contact' })}>{relyingParty.contact}</Fact>
        </dl>
      </section>
      <section aria-labelledby="why">
        <h2 id="why">{say({ ja: '何のために使うか', en: 'Why they ask' })}</h2>
        <p>{say(view.purpose)}</p>
      </section>
    </>
  );
}

function What({ view }: { view: ConsentPageView }): VNode {
  const { language, purpose } = view;
  const say = inLanguage(language);
  return (
    <section aria-labelledby="what">
      <h2 id="what" tabIndex={-1}>
        {say({ ja: '提供する内容', en: 'What would be shared' })}
      </h2>
      <p>
        {say({
          ja: 'いま読み取った実際の内容です。取り扱いに注意が必要なものから並べています。',
          en: 'These are the actual contents, read just now, the most sensitive first.',
        })}
      </p>
      {view.required.length > 0 && (
        <>
          <h3>{say({ ja: '必ず提供する項目', en: 'Always shared, if you share' })}</h3>
          <RequiredItems language={language} groups={view.required} purpose={purpose} faults={view.faults} />
        </>
      )}
      {view.optional.length > 0 && (
        <>
          <h3>{say({ ja: '選べる項目', en: 'Shared only if you tick it' })}</h3>
          <p>
            {say({
              ja: '選ばなかった項目は提供されません。',
              en: 'What you leave unticked is not shared.',
            })}
          </p>
          <OptionalItems language={language} groups={view.optional} purpose={purpose} faults={view.faults} />
        </>
      )}
      {view.lookAgain && (
        <p>
          <button class="button button-plain" type="submit" name="decision" value="look_again">
            {say({ ja: '届かなかった内容をもう一度確認する', en: 'Look again for what did not arrive' })}
          </button>
        </p>
      )}
    </section>
  );
}

function Terms({ view }: { view: ConsentPageView }): VNode {
  const { language, ends, reads } = view;
  const say = inLanguage(language);
  const end = toReadableTime(ends.at, language);
  return (
    <>
      <section aria-labelledby="terms">
        <h2 id="terms">{say({ ja: '期間と回数', en: 'How long, and how often' })}</h2>
        <dl class="summary">
          <Fact name={say({ ja: '有効期限', en: 'Valid until' })}>
            {ends.fixed
              ? end
              : say({
                  ja: `同意した時から${ends.days}日間（いま同意すると、${end}まで）`,
                  en: `${ends.days} days from your decision (if you decide now: until ${end})`,
                })}
          </Fact>
          <Fact name={say({ ja: '読み取れる回数', en: 'Number of reads' })}>
            {say({ ja: `最大${reads}回`, en: `At most ${reads}` })}
          </Fact>
          <Fact name={say({ ja: 'あとで読まれるとき', en: 'Later reads' })}>
            {say({
              ja: 'そのとき（読まれた日）の内容が提供されます。いまの画面の内容とは変わることがあります。',
              en: 'Each read gives the contents of that day, which may differ from what you see now.',
            })}
          </Fact>
        </dl>
      </section>
      <section aria-labelledby="afterwards">
        <h2 id="afterwards">
          {say({ ja: '提供したあと（会社の約束）', en: 'Afterwards (the company’s promise)' })}
        </h2>
        <p>{say(view.retention)}</p>
      </section>
      <section aria-labelledby="withdrawing">
        <h2 id="withdrawing">{say({ ja: '取り消すには', en: 'How to withdraw' })}</h2>
        <ul>
          <li>
            {say({
              ja: 'マイページで、いつでも取り消せます。取り消すと、会社はすぐに読み取れなくなります。',
              en: 'You can withdraw at any time on your page. From that moment on they can read nothing.',
            })}
          </li>
          <li>
            {say({
              ja: '取り消しても、すでに提供した情報は会社に残ります。消してほしいときは、会社にお申し出ください。',
              en: 'What was already shared stays with the company. To have it deleted, ask the company.',
            })}
          </li>
          <li>
            {say({
              ja: 'いつ、何が読み取られたかは、マイページで確かめられます。',
              en: 'Your page shows what was read, and when.',
            })}
          </li>
        </ul>
      </section>
    </>
  );
}

function Fact({ name, children }: { name: string; children: VNode | string }): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
