import type { ItemName } from '../src/vocabulary/identifiers.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { itemsByGroup } from './labels.ts';
import { ConsentFacts, type ConsentView } from './consent-facts.tsx';
import { Reads, type ReadView } from './reads.tsx';
import { inLanguage } from './readable.ts';

export interface ConsentDetailPageView {
  language: Language;
  consent: ConsentView;
  /** Granted, or for a refusal what was asked for. */
  items: readonly ItemName[];
  unseenItems: readonly ItemName[];
  reads: readonly ReadView[];
  /** Whether older ones are left out. */
  more: boolean;
  withdrawPath: string;
  backPath: string;
  otherLanguagePath?: string | null;
}

export function consentDetailPage(view: ConsentDetailPageView): string {
  const { language, consent } = view;
  const say = inLanguage(language);
  // A refusal must not be headed by the word for its opposite.
  const title =
    consent.state === 'refused'
      ? say({
          ja: `${consent.relyingParty.ja}からの依頼（提供しないと決めました）`,
          en: `A request of ${consent.relyingParty.en} that you refused`,
        })
      : say({
          ja: `${consent.relyingParty.ja}への同意`,
          en: `Your consent for ${consent.relyingParty.en}`,
        });
  const unseen = new Set(view.unseenItems);
  return toDocument(
    { language, title, languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} /> },
    <>
      <p>
        <a href={checkedUrl(view.backPath)}>{say({ ja: 'マイページに戻る', en: 'Back to my page' })}</a>
      </p>
      <h1>{title}</h1>
      <ConsentFacts language={language} consent={consent} />
      {consent.state === 'active' && (
        <p class="actions">
          <a class="button" href={checkedUrl(view.withdrawPath)}>
            {say({ ja: '同意を取り消す', en: 'Withdraw this consent' })}
          </a>
        </p>
      )}
      <section aria-labelledby="items">
        <h2 id="items">
          {consent.state === 'refused'
            ? say({ ja: '求められた項目（提供していません）', en: 'What was asked for (not shared)' })
            : say({ ja: '提供に同意した項目', en: 'What you agreed to share' })}
        </h2>
        {itemsByGroup(view.items).map((group) => (
          <div key={group.name}>
            <h3>{say(group.label)}</h3>
            <ul>
              {group.items.map((item) => (
                <li key={item.name}>
                  {say(item.label)}
                  {unseen.has(item.name) && (
                    <span class="mark">
                      {say({ ja: '内容を見ないで同意しました', en: 'agreed to without seeing it' })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </section>
      <section aria-labelledby="reads">
        <h2 id="reads">{say({ ja: 'この同意で見られた記録', en: 'Reads under this consent' })}</h2>
        <Reads language={language} reads={view.reads} more={view.more} />
      </section>
    </>,
  );
}
