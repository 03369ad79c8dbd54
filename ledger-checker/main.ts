/**
 * `npm run check-ledger -- --url URL --key FILE [--state FILE] [--receipt FILE]… [--witness-key FILE]… [--compare FILE]…
 * [--whole] [--evidence FILE]`, or `--verify-evidence FILE --key FILE`, offline.
 * Ends with 0 where all is well, 1 where something was found, 2 for wrong use, 3 where something could not be decided.
 */
import { runChecker } from './run-checker.ts';

const { code, said } = await runChecker(process.argv.slice(2));
(code === 2 ? console.error : console.log)(said);
process.exitCode = code;
