/** 情報提供等記録: what agencies asked each other about the citizen, beside what companies read. */
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { ExchangeView } from '../../consent-ui/exchanges.tsx';
import { exchangesPage } from '../../consent-ui/exchanges-page.tsx';
import type { AgencyDirectory } from '../agencies/directory.ts';
import type { ExchangeRecord, ExchangeRecords } from '../agencies/exchange-records.ts';
import type { AgencyId, CitizenId } from '../vocabulary/identifiers.ts';
import { toLanguage } from '../vocabulary/language.ts';
import type { Words } from '../vocabulary/words.ts';
import { type Desk, home } from './desk.ts';
import { around, inChosenLanguage, show } from './shown-page.ts';

export interface ExchangeRooms {
  exchangeRecords: Pick<ExchangeRecords, 'list'>;
  directory: AgencyDirectory;
}

const exchangesPath = '/my/exchanges';

export function addExchangePages(router: Router, desk: Desk, d: ExchangeRooms): void {
  router.get(exchangesPath, async (ctx) => {
    const citizen = await desk.present(ctx);
    if (!citizen) return;
    const { before } = ctx.query;
    const from = typeof before === 'string' && /^\d{20}$/.test(before) ? before : null;
    show(
      ctx,
      exchangesPage({
        ...around(ctx),
        ...(await loadExchanges(ctx, d, citizen.citizen, from)),
        backPath: inChosenLanguage(ctx, home),
      }),
    );
  });
}

/** One page of them; null where the network does not answer: the rest of a page is shown all the same. */
export async function loadExchanges(
  ctx: Context,
  d: ExchangeRooms,
  citizen: CitizenId,
  before: string | null,
): Promise<{ exchanges: ExchangeView[] | null; olderPath: string | null }> {
  const page = await d.exchangeRecords.list(citizen, before);
  if (!page) return { exchanges: null, olderPath: null };
  const last = page.records.at(-1);
  const query = new URLSearchParams({
    ...(last && { before: last.process_number }),
    ...('language' in ctx.query && { language: toLanguage(ctx) }),
  });
  return {
    exchanges: page.records.map((record) => toExchangeView(record, d.directory)),
    olderPath: page.more && last ? `${exchangesPath}?${query.toString()}` : null,
  };
}

function toExchangeView(record: ExchangeRecord, directory: AgencyDirectory): ExchangeView {
  const nameOf = (agency: string): Words =>
    directory.find(agency as AgencyId)?.name ?? { ja: agency, en: agency };
  return {
    processNumber: record.process_number,
    inquiredAt: new Date(record.inquired_at),
    providedAt: record.provided_at === null ? null : new Date(record.provided_at),
    inquirer: nameOf(record.inquirer.agency),
    inquirerSection: record.inquirer.section,
    provider: nameOf(record.provider.agency),
    providerSection: record.provider.section,
    affair: record.affair.label,
    procedure: record.procedure.label,
    information: record.information,
    result: record.result,
  };
}
