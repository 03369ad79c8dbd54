import { certificateLabels } from '../src/vocabulary/authentication.ts';
import { agentSecretPage, type AgentSiteView } from './agent-secret-page.tsx';
import { pinWords } from './agent-secret-words.ts';

/** The agent's own PIN page: names the site it signs for. */
export function agentPinPage(view: AgentSiteView): string {
  return agentSecretPage(view, pinWords, {
    title: { ja: '暗証番号の入力', en: 'Enter your PIN' },
    lockedTitle: { ja: 'カードがロックされています', en: 'The card is locked' },
    what: { ja: 'ログインするサイト', en: 'Site you are logging in to' },
    certificate: certificateLabels.user_authentication,
    button: { ja: 'ログインする', en: 'Log in' },
  });
}
