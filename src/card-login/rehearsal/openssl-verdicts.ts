/** What openssl says of many chains at once: a process for each would be all that a test does. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PathProfile } from '../path.ts';
import type { ForgedChain } from './forged-chain.ts';

export type OpensslQuestion = Pick<
  PathProfile,
  'policies' | 'explicitPolicyRequired' | 'mappingInhibited' | 'anyPolicyInhibited'
> & { now: Date };

/**
 * `OK`, or the reason for a refusal, of each. Many are put in one question, so no two of them may share a name; where
 * openssl cannot read one of them, it says nothing of any, and each half is asked about alone.
 */
export function judgeByOpenssl(chains: readonly ForgedChain[], question: OpensslQuestion): string[] {
  if (chains.length > most) return inHalves(chains, question);
  const together = ask(chains, question);
  if (together) return together;
  return chains.length > 1 ? inHalves(chains, question) : ['cannot be read'];
}

const most = 32;

function inHalves(chains: readonly ForgedChain[], question: OpensslQuestion): string[] {
  const middle = Math.ceil(chains.length / 2);
  return [chains.slice(0, middle), chains.slice(middle)].flatMap((half) => judgeByOpenssl(half, question));
}

function ask(chains: readonly ForgedChain[], question: OpensslQuestion): string[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-openssl-'));
  try {
    const write = (name: string, certificates: readonly Buffer[]): string => {
      writeFileSync(join(folder, name), certificates.map(toPem).join(''));
      return join(folder, name);
    };
    const words = ['verify', '-x509_strict', '-purpose', 'sslclient', '-policy_check'];
    words.push('-attime', String(Math.floor(question.now.getTime() / 1000)));
    if (question.explicitPolicyRequired) words.push('-explicit_policy');
    if (question.mappingInhibited) words.push('-inhibit_map');
    if (question.anyPolicyInhibited) words.push('-inhibit_any');
    for (const policy of question.policies) words.push('-policy', policy);
    words.push(
      '-no-CApath',
      '-no-CAstore',
      '-CAfile',
      write(
        'anchors',
        chains.map(({ anchor }) => anchor),
      ),
    );
    const intermediates = chains.flatMap((chain) => chain.intermediates);
    if (intermediates.length > 0) words.push('-untrusted', write('intermediates', intermediates));
    const files = chains.map(({ certificate }, at) => write(`certificate-${at}`, [certificate]));
    const { stdout, stderr } = spawnSync('openssl', [...words, ...files], { encoding: 'utf8' });
    const verdicts = files.map((file) => findVerdict(file, stdout, stderr));
    return verdicts.every((verdict) => verdict !== undefined) ? verdicts : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Refusals are told in order, each with its reasons before the name of the file. */
function findVerdict(file: string, stdout: string, stderr: string): string | undefined {
  if (stdout.includes(`${file}: OK\n`)) return 'OK';
  const end = stderr.indexOf(`error ${file}: verification failed`);
  if (end < 0) return undefined;
  const reasons = [...stderr.slice(0, end).matchAll(/error \d+ at \d+ depth lookup: ?(.*)/g)];
  return reasons.at(-1)?.[1] ?? 'refused';
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
