/**
 * `npm run agency`: an official's desk in the sandbox. What citizens reported, and the answer to it.
 *
 *     npm run agency -- inbox [agency]
 *     npm run agency -- correct <process number> <file with the whole record as it shall be>
 *     npm run agency -- remove <process number>
 *     npm run agency -- refuse <process number> [found_right | nothing_held | another_procedure]
 */
import { readFileSync } from 'node:fs';
import { listAgencies } from '../stand-ins/agencies/agency-folder.ts';
import { answerCase, type Decision, openCases } from '../stand-ins/agencies/inbox.ts';
import { refusalGrounds } from '../src/vocabulary/corrections.ts';
import { dataFolder, foldersOf } from './folders.ts';

const folder = process.env['STAND_IN_AGENCIES_FOLDER'] ?? foldersOf(dataFolder).agencies;
const [command = 'inbox', number = '', further] = process.argv.slice(2);

try {
  if (command === 'inbox') tellInbox(number);
  else answer(number, toDecision(command, further));
} catch (error) {
  console.error(`agency: ${(error as Error).message}`);
  process.exitCode = 1;
}

function tellInbox(wanted: string): void {
  const agencies = listAgencies(folder).filter((agency) => wanted === '' || agency === wanted);
  for (const agency of agencies)
    for (const each of openCases(folder, agency)) {
      const { process_number, category, place, reason, remark, received_at: receivedAt } = each;
      console.log(
        `${process_number}  ${agency}  ${category}${place && ` ${place}`}: ${reason}  (${receivedAt})`,
      );
      // A citizen's text must not move the cursor of whoever reads it in a terminal.
      if (remark) console.log(`    ${remark.replaceAll(/\p{Cc}|\p{Cf}/gu, '?')}`);
    }
}

function toDecision(outcome: string, detail: string | undefined): Decision {
  switch (outcome) {
    case 'correct':
      if (!detail) throw new Error('name a file with the corrected record');
      return {
        outcome: 'corrected',
        record: JSON.parse(readFileSync(detail, 'utf8')) as Record<string, unknown>,
      };
    case 'remove':
      return { outcome: 'removed' };
    case 'refuse': {
      const ground = detail ?? 'found_right';
      if (!Object.hasOwn(refusalGrounds, ground))
        throw new Error(`grounds are ${Object.keys(refusalGrounds).join(', ')}`);
      return { outcome: 'refused', ground };
    }
    default:
      throw new Error('inbox, correct, remove or refuse');
  }
}

function answer(processNumber: string, decision: Decision): void {
  const agency = listAgencies(folder).find((each) =>
    openCases(folder, each).some((open) => open.process_number === processNumber),
  );
  if (!agency) throw new Error('no agency has an open case of this number');
  answerCase(folder, agency, processNumber, decision);
  console.log(`${agency} answered ${processNumber}: ${decision.outcome}`);
}
