import type { Language, Words } from '../src/vocabulary/words.ts';
import { toDocument } from './document.tsx';
import { inLanguage } from './readable.ts';

export interface AgentFinishedPageView {
  language: Language;
  what: 'done' | 'cancelled';
}

const titles: Readonly<Record<AgentFinishedPageView['what'], Words>> = {
  done: { ja: 'カードを確認しました', en: 'Your card was accepted' },
  cancelled: { ja: 'とりやめました', en: 'Cancelled' },
};
const leads: Readonly<Record<AgentFinishedPageView['what'], Words>> = {
  done: {
    ja: 'このタブを閉じて、もとのサイトに戻ってください。',
    en: 'Please close this tab and return to the site.',
  },
  cancelled: {
    ja: 'カードは使っていません。このタブを閉じてください。',
    en: 'The card was not used. Please close this tab.',
  },
};

/** The end of a command that came from the browser's extension: the site waits in another tab, and goes on by itself. */
export function agentFinishedPage({ language, what }: AgentFinishedPageView): string {
  const say = inLanguage(language);
  const title = say(titles[what]);
  return toDocument(
    { language, title, place: 'card-agent' },
    <>
      <h1>{title}</h1>
      <p class="lead">{say(leads[what])}</p>
    </>,
  );
}
