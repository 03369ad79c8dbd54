/**
 * A repeat of an inquiry is the same inquiry: it waits for the first one's answer, under the first one's process
 * number, and the exchange is recorded once. Whoever repeats with other words is told so.
 */
import { hash } from 'node:crypto';
import type { ServerResponse } from 'node:http';

export interface JoinedInquiries<Answer> {
  /** The answer, or `another` where this id was used for another question. */
  join(
    id: string,
    question: string,
    response: ServerResponse,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | 'another'>;
}

interface Inquiry<Answer> {
  questionHash: string;
  answer: Promise<Answer>;
  askers: number;
  controller: AbortController;
}

/** As long as a repeat may come; an answer lies in memory no longer. */
const rememberedMilliseconds = 5000;
/** How long the agency goes on for an asker whose connection broke: time for the repeat to arrive. */
const graceMilliseconds = 200;

export function createJoinedInquiries<Answer>(): JoinedInquiries<Answer> {
  const inquiries = new Map<string, Inquiry<Answer>>();

  function begin(
    id: string,
    questionHash: string,
    work: (signal: AbortSignal) => Promise<Answer>,
  ): Inquiry<Answer> {
    const controller = new AbortController();
    const inquiry = { questionHash, askers: 0, controller, answer: work(controller.signal) };
    inquiries.set(id, inquiry);
    const forget = (): void => void setTimeout(() => inquiries.delete(id), rememberedMilliseconds).unref();
    inquiry.answer.then(forget, forget);
    return inquiry;
  }

  return {
    async join(id, question, response, work) {
      const questionHash = hash('sha256', question, 'base64url');
      const inquiry = inquiries.get(id) ?? begin(id, questionHash, work);
      if (inquiry.questionHash !== questionHash) return 'another';
      inquiry.askers += 1;
      const leave = (): void => {
        inquiry.askers -= 1;
        // Nobody waits any more: the agency need not either.
        const giveUp = (): void => void (inquiry.askers === 0 && inquiry.controller.abort());
        setTimeout(giveUp, graceMilliseconds).unref();
      };
      response.once('close', leave);
      if (response.closed) leave();
      return inquiry.answer;
    },
  };
}
