import type { VNode } from 'preact';
import {
  type Assurance,
  assuranceLabels,
  certificateLabels,
  type UsedCertificate,
} from '../src/vocabulary/authentication.ts';
import type { Language } from '../src/vocabulary/words.ts';
import { checkedUrl } from './checked-url.ts';
import { inLanguage, toReadableTime } from './readable.ts';

/** One login with the citizen's card or phone. */
export interface LoginView {
  at: Date;
  assurance: Assurance;
  certificates: readonly Pick<UsedCertificate, 'kind' | 'revocation'>[];
  receiptPath: string;
}

/** Every login, so that one which was not the citizen's is seen. */
export function Logins({ language, logins }: { language: Language; logins: readonly LoginView[] }): VNode {
  const say = inLanguage(language);
  if (logins.length === 0)
    return <p>{say({ ja: '表示する記録はありません。', en: 'There are no records to show.' })}</p>;
  return (
    <ol class="timeline">
      {logins.map((login) => (
        <li key={login.receiptPath}>
          <p>
            <time dateTime={login.at.toISOString()}>{toReadableTime(login.at, language)}</time>
          </p>
          <p>
            <strong>{say(assuranceLabels[login.assurance])}</strong>
          </p>
          {login.certificates.map(({ kind, revocation }) => (
            <p key={kind}>
              {say(certificateLabels[kind])}
              {say({ ja: '（失効していないことを確認: ', en: ' (not revoked, by ' })}
              {revocation.source.toUpperCase()}
              {say({
                ja: `、${toReadableTime(new Date(revocation.asOf), 'ja')}時点）`,
                en: `, as of ${toReadableTime(new Date(revocation.asOf), 'en')})`,
              })}
            </p>
          ))}
          <p class="reference">
            <a href={checkedUrl(login.receiptPath)}>
              {say({ ja: '受領証', en: 'Receipt' })}
              <span class="for-listeners">{` ${toReadableTime(login.at, language)}`}</span>
            </a>
          </p>
        </li>
      ))}
    </ol>
  );
}
