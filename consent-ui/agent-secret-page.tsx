import type { ComponentChildren } from 'preact';
import type { Words } from '../src/vocabulary/words.ts';
import {
  OwnPhrase,
  SecretFaultSummary,
  SecretForm,
  SiteAndCertificate,
  toFaultText,
} from './agent-secret-form.tsx';
import type { AgentSecretView, SecretWords } from './agent-secret-words.ts';
import { LanguageLink, toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

/** What a page that asks for a secret tells of who gets something by it. */
export interface AgentSiteView extends AgentSecretView {
  /** The origin that asks, as it stands in the address bar. */
  site: string;
  /** The site's name on the agent's own list. */
  siteName: Words | null;
}

export interface SecretPageWords {
  title: Words;
  lockedTitle: Words;
  /** What the site is to the person here. */
  what: Words;
  certificate: Words;
  button: Words;
}

/**
 * A page of the agent's own that asks for a PIN or a password: whom it is for, what is done with it, the person's own
 * phrase, and what the card tells of the tries left, all before entry.
 */
export function agentSecretPage(
  view: AgentSiteView,
  secret: SecretWords,
  words: SecretPageWords,
  use: ComponentChildren = null,
): string {
  const { language } = view;
  const locked = view.tries === 'locked';
  const title = inLanguage(language)(locked ? words.lockedTitle : words.title);
  return toDocument(
    {
      language,
      title,
      faulty: locked || toFaultText(view, secret) !== null,
      place: 'card-agent',
      languageSwitch: <LanguageLink language={language} path={view.otherLanguagePath} />,
    },
    <>
      <SecretFaultSummary view={view} words={secret} />
      <h1>{title}</h1>
      <SiteAndCertificate
        language={language}
        what={words.what}
        site={view.site}
        siteName={view.siteName}
        certificate={words.certificate}
      />
      {use}
      <OwnPhrase language={language} phrase={view.phrase} />
      <SecretForm view={view} words={secret} button={words.button} />
    </>,
  );
}
