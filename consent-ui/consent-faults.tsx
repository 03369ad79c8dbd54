import type { VNode } from 'preact';
import type { ItemName } from '../src/vocabulary/identifiers.ts';
import type { Language, Words } from '../src/vocabulary/words.ts';
import { itemLabel } from './labels.ts';
import { inLanguage } from './readable.ts';

/** Why the page is shown again instead of deciding. */
export type ConsentFault =
  | { kind: 'nothing_ticked' }
  | { kind: 'page_too_old' }
  | { kind: 'unseen_not_ticked' | 'ticked_unseen_only'; item: ItemName };

/** Ids of the boxes of the consent screen, for their labels and for the error summary. */
export function idOf(box: 'item' | 'unseen' | 'value', item: ItemName): string {
  return `${box}-${item}`;
}

/** The error summary: on top, each line a link to where it is put right. */
export function Faults(view: {
  language: Language;
  faults: readonly ConsentFault[];
  firstOptional: ItemName | undefined;
}): VNode | null {
  const say = inLanguage(view.language);
  if (view.faults.length === 0) return null;
  const target = (fault: ConsentFault): string => {
    if (fault.kind === 'unseen_not_ticked') return idOf('unseen', fault.item);
    if (fault.kind === 'ticked_unseen_only') return idOf('item', fault.item);
    return fault.kind === 'nothing_ticked' && view.firstOptional ? idOf('item', view.firstOptional) : 'what';
  };
  return (
    <div class="error-summary" role="alert">
      <h2>{say({ ja: 'まだ何も提供されていません', en: 'Nothing has been shared yet' })}</h2>
      <ul>
        {view.faults.map((fault) => (
          <li key={target(fault)}>
            <a href={`#${target(fault)}`}>{say(faultInWords(fault))}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function faultInWords(fault: ConsentFault): Words {
  switch (fault.kind) {
    case 'nothing_ticked':
      return {
        ja: '提供する項目を1つ以上選んでください。提供しない場合は「提供しない」を押してください。',
        en: 'Choose at least one item to share. If you do not want to share, press “Do not share”.',
      };
    case 'page_too_old':
      return {
        ja: '画面を開いてから時間がたったため、内容を確認し直しました。もう一度選んでください。',
        en: 'This page had been open for a long time, so we looked again. Please choose once more.',
      };
    case 'unseen_not_ticked': {
      const { ja, en } = itemLabel(fault.item);
      return {
        ja: `「${ja}」は内容が届いていません。もう一度確認するか、「内容を見ないで提供する」を選んでください。`,
        en: `“${en}” did not arrive. Look again, or choose to share it without seeing it.`,
      };
    }
    case 'ticked_unseen_only': {
      const { ja, en } = itemLabel(fault.item);
      return {
        ja: `「${ja}」を提供する場合は、項目も選んでください。提供しない場合は、「内容を見ないで提供する」を外してください。`,
        en: `To share “${en}”, choose the item too. If not, untick “share without seeing it”.`,
      };
    }
  }
}
