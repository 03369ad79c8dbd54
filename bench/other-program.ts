import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A program beside the measured one, so that its CPU is not counted. It answers one message at a time. */
export interface OtherProgram {
  /** @throws Error with the program's own words where it could not do it, or ended */
  ask<Answer>(question: string | object): Promise<Answer>;
  stop(): Promise<void>;
}

export function startOtherProgram(file: string): OtherProgram {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)));
  return {
    ask: <Answer>(question: string | object) =>
      new Promise<Answer>((resolve, reject) => {
        const ended = (): void => reject(new Error(`${file} ended`));
        child.once('exit', ended);
        child.once('message', (message: { answer?: Answer; fault?: string }) => {
          child.off('exit', ended);
          if (message.fault === undefined) resolve(message.answer as Answer);
          else reject(new Error(message.fault));
        });
        child.send(question);
      }),
    stop: () => stop(child),
  };
}

/** For the program itself: answers what the bench asks until the bench goes. */
export function answerQuestions<Question>(answer: (question: Question) => Promise<unknown>): void {
  process.on('message', (question: Question) => {
    answer(question).then(
      (said) => process.send?.({ answer: said }),
      (error: unknown) => process.send?.({ fault: (error as Error).message }),
    );
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    if (child.connected) child.disconnect();
    setTimeout(() => child.kill('SIGKILL'), 3000).unref();
  });
}
