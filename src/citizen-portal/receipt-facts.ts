import { correctionStepLabels } from '../../consent-ui/correction-steps.tsx';
import { groupLabel, itemLabel, outcomeInWords } from '../../consent-ui/labels.ts';
import { sameWords, toReadableStamp } from '../../consent-ui/readable.ts';
import type { ReceiptFact } from '../../consent-ui/receipt-page.tsx';
import { assuranceLabels, certificateLabels, fromAcr } from '../vocabulary/authentication.ts';
import { emergencyReasons } from '../vocabulary/emergency.ts';
import { sourceLabels } from '../vocabulary/identity.ts';
import type { ItemName } from '../vocabulary/identifiers.ts';
import type { Words } from '../vocabulary/words.ts';

/**
 * What an entry says, in a person's words. Whatever its kind, only members that are known by name are told: a kind
 * that this page does not know yet still says its time, its company and its end.
 */
export function toReceiptFacts(body: Readonly<Record<string, unknown>>): ReceiptFact[] {
  const facts: ReceiptFact[] = [];
  const tell = (term: Words, details: readonly Words[]): void => {
    if (details.length > 0) facts.push({ term, details });
  };
  const text = (name: string): string | undefined =>
    typeof body[name] === 'string' ? (body[name] as string) : undefined;
  const labelled = (name: string, labels: Readonly<Record<string, Words>>): Words[] => {
    const value = text(name);
    return value === undefined
      ? []
      : [Object.hasOwn(labels, value) ? (labels[value] as Words) : sameWords(value)];
  };
  const listed = (name: string): string[] => (Array.isArray(body[name]) ? (body[name] as string[]) : []);

  tell({ ja: '種類', en: 'Kind' }, [kindWords[text('kind') ?? 'release'] ?? sameWords(text('kind') ?? '')]);
  const company = body['relying_party'] as Words | undefined;
  tell({ ja: '見た会社', en: 'Who read' }, company ? [company] : []);
  const category = text('category');
  tell({ ja: '対象', en: 'What was asked for' }, category === undefined ? [] : [groupLabel(category)]);
  tell(
    { ja: '項目', en: 'Items' },
    listed('items').map((item) => itemLabel(item as ItemName)),
  );
  tell(
    { ja: '内容を見ずに同意した項目', en: 'Agreed to without having seen it' },
    listed('unseen_items').map((item) => itemLabel(item as ItemName)),
  );
  const item = text('item');
  tell(
    { ja: '証明の内容', en: 'What the proof says' },
    item === undefined ? [] : [itemLabel(item as ItemName)],
  );
  const count = body['count'];
  tell(
    { ja: '枚数', en: 'Copies' },
    typeof count === 'number' ? [{ ja: `${count}枚`, en: String(count) }] : [],
  );
  tell({ ja: '情報を持っている機関', en: 'Held by' }, labelled('source', sourceLabels));
  tell({ ja: '理由', en: 'Reason' }, labelled('reason', emergencyReasons));
  const asOf = text('as_of');
  tell(
    { ja: '情報の時点', en: 'As of' },
    asOf === undefined ? [] : [{ ja: toReadableStamp(asOf, 'ja'), en: toReadableStamp(asOf, 'en') }],
  );
  const answers = Array.isArray(body['answers'])
    ? (body['answers'] as { category: string; outcome: string }[])
    : [];
  tell(
    { ja: '対象と結果', en: 'What was asked for, and its end' },
    answers.map(({ category: asked, outcome: end }) => ({
      ja: `${groupLabel(asked).ja}: ${outcomeWords(end).ja}`,
      en: `${groupLabel(asked).en}: ${outcomeWords(end).en}`,
    })),
  );
  const assurance = fromAcr(text('acr') ?? '');
  tell({ ja: 'ログインの方法', en: 'How you logged in' }, assurance ? [assuranceLabels[assurance]] : []);
  tell(
    { ja: '使われた証明書', en: 'Certificates used' },
    (Array.isArray(body['certificates'])
      ? (body['certificates'] as { kind: keyof typeof certificateLabels }[])
      : []
    ).map(({ kind }) => certificateLabels[kind]),
  );
  tell({ ja: '段階', en: 'Step' }, labelled('step', correctionStepLabels));
  const processNumber = text('process_number');
  tell(
    { ja: '処理通番', en: 'Process number' },
    processNumber === undefined ? [] : [sameWords(processNumber)],
  );
  const outcome = text('outcome');
  tell({ ja: '結果', en: 'Result' }, outcome === undefined ? [] : [outcomeWords(outcome)]);
  const trace = text('trace_id');
  tell({ ja: '問い合わせ番号', en: 'Reference' }, trace === undefined ? [] : [sameWords(trace)]);
  return facts;
}

const kindWords: Readonly<Record<string, Words>> = {
  release: { ja: '会社への情報の提供', en: 'Information shared with a company' },
  card_login: { ja: 'ログイン', en: 'A login' },
  own_look: { ja: 'ご自身による閲覧', en: 'A look at your own information' },
  emergency_access: { ja: '救急時の閲覧', en: 'Emergency access' },
  correction: { ja: '訂正の手続き', en: 'A step of a correction' },
  credential_issued: { ja: 'ウォレットへの証明の発行', en: 'Proofs for your wallet' },
};

/** A look at one's own information ends as `ok`; nothing was shared with anybody. */
function outcomeWords(outcome: string): Words {
  if (outcome === 'ok' || outcome === 'answered') return { ja: '表示されました', en: 'It was shown' };
  return outcomeInWords(outcome);
}
