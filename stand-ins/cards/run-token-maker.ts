import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CertificateObject, TokenMakerAnswer, TokenMakerAsk, TokenPlan } from './card-objects.ts';

const program = fileURLToPath(new URL('token-maker.ts', import.meta.url));
const longestMilliseconds = 60_000;

/** Makes the tokens in a process of their own, and puts on them what `certify` issues for their new keys. */
export async function runTokenMaker(options: {
  softHsm: string;
  /** softhsm2.conf of the card. */
  configuration: string;
  tokens: readonly TokenPlan[];
  certify: (publicKeys: readonly string[]) => Promise<readonly (readonly CertificateObject[])[]>;
}): Promise<void> {
  const child = fork(program, [], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    env: { ...process.env, SOFTHSM2_CONF: options.configuration },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: longestMilliseconds,
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the card's tokens were not made (${code}): ${complaint.trim().slice(-2000)}`);
  });
  const ask = async (question: TokenMakerAsk): Promise<TokenMakerAnswer> => {
    child.send(question);
    const [answer] = (await Promise.race([once(child, 'message'), exited])) as [TokenMakerAnswer];
    return answer;
  };
  try {
    const made = await ask({ step: 'make-tokens', module: options.softHsm, tokens: options.tokens });
    if (made.step !== 'make-tokens') throw new Error('the token maker lost its place');
    const certificates = await options.certify(made.publicKeys);
    await ask({ step: 'write-certificates', certificates });
    await exited.catch(() => undefined);
  } finally {
    exited.catch(() => undefined);
    if (child.exitCode === null) child.kill();
  }
}
