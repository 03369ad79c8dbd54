/** Where the time of a release goes: a CPU profile, told by the steps of the story. */
import { type Profiler, Session } from 'node:inspector/promises';

const commit = 'commit, waiting for the disk included';
/** The first that fits a frame names the sample's step, looked for from the innermost frame outwards. */
const steps: readonly (readonly [step: string, frame: RegExp])[] = [
  ['token and proof', /\/src\/tokens\//],
  ['consent and company read', /\/src\/(stores\/(consents|relying-parties)|consent\/)/],
  ['agency inquiry', /\/src\/(agencies\/|stores\/(citizens|suppressions))|\/undici\//],
  ['ledger entry and tree', /\/src\/(disclosures\/|stores\/(release|ledger|many-rows))/],
  ['cutting down to what was granted', /\/src\/(vocabulary\/items|self-information\/(read-items|rail))/],
  ['answer', /\/src\/self-information\/answers/],
  ['gate', /\/src\/self-information\/(gate|replay-set)/],
  ['log', /\/src\/vocabulary\/log/],
  // After its last await a transaction knows no caller: what runs there is BEGIN and COMMIT.
  [commit, /\/src\/stores\//],
  ['front door, routes, Koa', /\/src\/|\/koa|\/@koa\//],
];
/** Every statement passes through these: whose it is, a frame further out tells. */
const passage = /\/src\/stores\/(sqlite-database|turns|check-parameters)/;

/** Shares of the time in which this thread was not idle, largest first. */
export async function profileShares(work: () => Promise<void>): Promise<[step: string, share: number][]> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return toShares(profile);
}

function toShares(profile: Profiler.Profile): [string, number][] {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const stackOf = (id: number | undefined): Profiler.ProfileNode[] => {
    const node = id === undefined ? undefined : nodes.get(id);
    return node ? [node, ...stackOf(parents.get(node.id))] : [];
  };
  const spent = new Map<string, number>();
  let total = 0;
  profile.samples?.forEach((id, index) => {
    const stack = stackOf(id);
    if (isNotOurs(stack)) return;
    const microseconds = profile.timeDeltas?.[index] ?? 0;
    const step = stepOf(stack);
    spent.set(step, (spent.get(step) ?? 0) + microseconds);
    total += microseconds;
  });
  return [...spent]
    .map(([step, microseconds]): [string, number] => [step, microseconds / total])
    .sort(([, a], [, b]) => b - a);
}

/** Nothing to do, or the profiler itself. */
function isNotOurs(stack: readonly Profiler.ProfileNode[]): boolean {
  return (
    stack[0]?.callFrame.functionName === '(idle)' ||
    stack.some(({ callFrame }) => callFrame.functionName === 'profileShares')
  );
}

function stepOf(stack: readonly Profiler.ProfileNode[]): string {
  if (stack[0]?.callFrame.functionName === '(garbage collector)') return 'garbage collection';
  const urls = stack.map(({ callFrame }) => callFrame.url);
  const told = urls.filter((url) => !passage.test(url));
  for (const url of [...told, ...urls]) {
    const step = steps.find(([, frame]) => frame.test(url))?.[0];
    if (step) return step;
  }
  // Compiled, the transaction loses its frames: of the driver's own call there is only the name.
  return stack[0]?.callFrame.functionName === 'run' ? commit : 'Node: HTTP and timers';
}
