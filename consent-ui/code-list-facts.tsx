import type { VNode } from 'preact';
import type { CodeList } from '../src/vocabulary/code-list.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { inLanguage } from './readable.ts';

/** A list of codes, folded away: its values, and where it is from. */
export function CodeListFacts({ language, list }: { language: Language; list: CodeList }): VNode {
  const say = inLanguage(language);
  return (
    <details>
      <summary>
        {say({ ja: `${list.codes.length}個のコード`, en: `${list.codes.length} codes` })}
        <span class="for-listeners">{`: ${say(list.label)}`}</span>
      </summary>
      <ul>
        {list.codes.map(([code, ja, en]) => (
          <li key={code}>
            <code>
              <bdi>{code}</bdi>
            </code>{' '}
            {say({ ja, en })}
          </li>
        ))}
      </ul>
      <p class="note">
        {say({ ja: '出典: ', en: 'Source: ' })}
        {say(list.source)}
        {say({ ja: '、', en: ', ' })}
        {list.version}
        {say({ ja: '。', en: '. ' })}
        {list.extent === 'excerpt' && say({ ja: '一部だけを載せている。', en: 'An excerpt. ' })}
        {list.codesFrom === 'this_project' &&
          say({ ja: 'コードは本プロジェクトの仮のもの。', en: 'The codes are stand-ins of this project.' })}
      </p>
      <p class="note">
        <code>{list.system}</code>
      </p>
    </details>
  );
}
