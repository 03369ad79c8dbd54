/** What a validator makes of a set of public test cases, and whether that will do. */
import { type PathRule, stricterRules } from '../path-fault.ts';

/** A case of somebody else's: what must come of it, and the question put to a validator. */
export interface VectorCase {
  id: string;
  expect: 'accept' | 'reject';
  question: VectorQuestion;
}

export interface VectorSet {
  name: string;
  cases: readonly VectorCase[];
  /** Right accepts that are the least: a validator that refuses everything protects nobody. */
  leastAccepts: number;
  /** Cases to be rejected for what a path validator is not asked, by id. */
  leftOut?: ReadonlyMap<string, string>;
}

export type Verdict = 'accept' | { rule: PathRule | 'expired' | 'unnamed' };
/** `question` is what the set's own validator takes: bytes, time, profile. */
export type VectorQuestion = () => Verdict;
/** Our own validator asks the question; a test puts a stupid one in its place. */
export type Validator = (question: VectorQuestion) => Verdict;

export interface SetReport {
  name: string;
  cases: number;
  right: number;
  rightAccepts: number;
  accepts: number;
  leftOut: ReadonlyMap<string, number>;
  falseAccepts: readonly string[];
  falseRejects: ReadonlyMap<string, readonly string[]>;
  slowest: { id: string; milliseconds: number };
  /** Why this will not do; empty where it will. */
  faults: readonly string[];
}

const slowestMilliseconds = 1000;

export function judgeSet(set: VectorSet, validator: Validator, now: () => number): SetReport {
  const falseAccepts: string[] = [];
  const falseRejects = new Map<string, string[]>();
  const leftOut = new Map<string, number>();
  const unused = new Set(set.leftOut?.keys());
  let slowest = { id: '-', milliseconds: 0 };
  let right = 0;
  let rightAccepts = 0;
  for (const { id, expect, question } of set.cases) {
    const start = now();
    const verdict = validator(question);
    const milliseconds = now() - start;
    if (milliseconds > slowest.milliseconds) slowest = { id, milliseconds };
    const because = set.leftOut?.get(id);
    // Only what the validator lets pass needs leaving out.
    if (verdict === 'accept') unused.delete(id);
    if (because !== undefined) leftOut.set(because, (leftOut.get(because) ?? 0) + 1);
    else if ((verdict === 'accept') === (expect === 'accept')) {
      right += 1;
      if (verdict === 'accept') rightAccepts += 1;
    } else if (verdict === 'accept') falseAccepts.push(id);
    else falseRejects.set(verdict.rule, [...(falseRejects.get(verdict.rule) ?? []), id]);
  }
  const accepts = set.cases.filter(({ expect }) => expect === 'accept').length;
  const wronglyLeftOut = set.cases.filter(({ id, expect }) => expect === 'accept' && set.leftOut?.has(id));
  const unnamed = [...falseRejects].filter(([rule]) => !(stricterRules as readonly string[]).includes(rule));
  const faults = [
    ...falseAccepts.map((id) => `accepts ${id}`),
    ...unnamed.flatMap(([rule, ids]) => ids.map((id) => `rejects ${id} by no rule of its own (${rule})`)),
    ...(rightAccepts < set.leastAccepts
      ? [`${rightAccepts} right accepts of at least ${set.leastAccepts}`]
      : []),
    ...(slowest.milliseconds > slowestMilliseconds ? [`${slowest.id} takes longer than a second`] : []),
    ...[...unused].map((id) => `leaves out ${id}, which is no case or rejected anyway`),
    ...wronglyLeftOut.map(({ id }) => `leaves out ${id}, which is to be accepted`),
  ];
  return {
    name: set.name,
    cases: set.cases.length,
    right,
    rightAccepts,
    accepts,
    leftOut,
    falseAccepts,
    falseRejects,
    slowest,
    faults,
  };
}

export function printReport({ name, ...report }: SetReport): string {
  const count = (groups: ReadonlyMap<string, number | readonly string[]>): string =>
    [...groups]
      .map(([group, of]) => `${group} ${typeof of === 'number' ? of : `${of.length} (${of.join(', ')})`}`)
      .join('; ');
  return [
    `${name}: ${report.cases} cases, ${report.right} right, ${report.rightAccepts} of ${report.accepts} accepts`,
    `  false accepts: ${report.falseAccepts.length}`,
    `  false rejects: ${count(report.falseRejects) || 'none'}`,
    `  left out: ${count(report.leftOut) || 'none'}`,
    `  slowest: ${report.slowest.id}, ${report.slowest.milliseconds.toFixed(1)} ms`,
    ...report.faults.map((fault) => `  FAULT: ${fault}`),
    '',
  ].join('\n');
}
