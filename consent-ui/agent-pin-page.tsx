import type { Words } from '../src/vocabulary/words.ts';
import {
  OwnPhrase,
  SecretFaultSummary,
  SecretForm,
  SiteAndCertificate,
  toFaultText,
} from './agent-secret-form.tsx';
import { type AgentSecretView, pinWords } from './agent-secret-words.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentPinPageView extends AgentSecretView {
  /** The origin that will be signed for, as it stands in the address bar. */
  site: string;
  /** The site's name on the agent's own list. */
  siteName: Words | null;
}

/** The agent's own PIN page: names the site it signs for, and what the card tells of the tries left, before entry. */
export function agentPinPage(view: AgentPinPageView): string {
  const { language } = view;
  const say = inLanguage(language);
  const locked = view.tries === 'locked';
  const title = locked
    ? say({ ja: 'カードがロックされています', en: 'The card is locked' })
    : say({ ja: '暗証番号の入力', en: 'Enter your PIN' });
  return toDocument(
    {
      language,
      title,
      faulty: locked || toFaultText(view, pinWords) !== null,
      place: 'card-agent',
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <SecretFaultSummary view={view} words={pinWords} />
      <h1>{title}</h1>
      <SiteAndCertificate
        language={language}
        what={{ ja: 'ログインするサイト', en: 'Site you are logging in to' }}
        site={view.site}
        siteName={view.siteName}
        certificate={{ ja: '利用者証明用電子証明書', en: 'Certificate for user authentication' }}
      />
      <OwnPhrase language={language} phrase={view.phrase} />
      <SecretForm view={view} words={pinWords} button={{ ja: 'ログインする', en: 'Log in' }} />
    </>,
  );
}
