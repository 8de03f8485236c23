import "server-only";
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { type Queue, type QueuedBatch, QueueProblem } from "./port";
import { openSqsQueue, type SqsSettings, standingOf } from "./sqs-queue";

/** What one call takes (SQS). */
const BATCH = 10;
/** One notice is ours for so long unless we say that we are still at it. */
const VISIBLE_SECONDS = 60;
const BODY = /^\{"batchId":([1-9]\d{0,15})\}$/;

/** The body of a notice: an id and nothing else. */
export const bodyOf = (batchId: number): string => JSON.stringify({ batchId });
export const batchIdIn = (body: string | undefined): number | null => {
  const id = Number(BODY.exec(body ?? "")?.[1]);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
};

/**
 * SQS as the queue: a standard one, ids only (rulings 18). Notices may come twice, late or never; what is unreadable is left
 * to the dead letter queue. `waitSeconds`: how long one look may wait for something to come (long polling, S3-16).
 */
export function createSqsQueue(settings: SqsSettings, { waitSeconds = 1 }: { waitSeconds?: number } = {}): Queue {
  let opened: Promise<{ client: SQSClient; url: string }> | null = null;
  const queue = () => {
    opened ??= openSqsQueue(settings);
    // What failed once is tried again by the next who asks.
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  const problem = (error: unknown): QueueProblem => {
    if (codeOf(error) === "QueueDoesNotExist") opened = null;
    return new QueueProblem(codeOf(error));
  };
  const held = (client: SQSClient, url: string, handle: string, batchId: number): QueuedBatch => {
    const visible = async (seconds: number) => {
      const { ChangeMessageVisibilityCommand } = await import("@aws-sdk/client-sqs");
      const input = { QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: seconds };
      // A notice that is ours no more, or a queue that is gone: the row decides all the same.
      await client.send(new ChangeMessageVisibilityCommand(input)).catch(() => {});
    };
    return {
      batchId,
      later: visible,
      extend: visible,
      async done() {
        const { DeleteMessageCommand } = await import("@aws-sdk/client-sqs");
        await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle })).catch(() => {});
      },
    };
  };

  return {
    isTold: true,
    async publish(ids) {
      const taken: number[] = [];
      let failed: string | null = null;
      try {
        const { SendMessageBatchCommand } = await import("@aws-sdk/client-sqs");
        const { client, url } = await queue();
        for (let from = 0; from < ids.length; from += BATCH) {
          const part = ids.slice(from, from + BATCH);
          const Entries = part.map((id, i) => ({ Id: String(i), MessageBody: bodyOf(id) }));
          const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
          // Some may have been taken and others not.
          for (const { Id } of answer.Successful ?? []) if (Id) taken.push(part[Number(Id)]!);
          for (const { Code } of answer.Failed ?? []) failed ??= Code ?? "Failed";
        }
      } catch (error) {
        failed ??= problem(error).code;
      }
      return { taken, problem: failed };
    },
    async receive({ max, signal }) {
      try {
        const { ReceiveMessageCommand } = await import("@aws-sdk/client-sqs");
        const { client, url } = await queue();
        const input = {
          ...{ QueueUrl: url, MaxNumberOfMessages: Math.min(max, BATCH) },
          ...{ WaitTimeSeconds: waitSeconds, VisibilityTimeout: VISIBLE_SECONDS },
        };
        const options = signal ? { abortSignal: signal } : {};
        const { Messages = [] } = await client.send(new ReceiveMessageCommand(input), options);
        return Messages.flatMap((message: Message) => {
          const batchId = batchIdIn(message.Body);
          if (batchId === null) console.error(`queue: a message that names no batch, ${message.MessageId}`);
          return batchId !== null && message.ReceiptHandle ? [held(client, url, message.ReceiptHandle, batchId)] : [];
        });
      } catch (error) {
        if (signal?.aborted) return [];
        throw problem(error);
      }
    },
    async look() {
      try {
        const { client, url } = await queue();
        return await standingOf(client, url, settings.name);
      } catch (error) {
        throw problem(error);
      }
    },
  };
}

/** The service's own word for what went wrong; never its sentence, which may quote an address with an account. */
export const codeOf = (error: unknown): string =>
  error instanceof QueueProblem
    ? error.code
    : error instanceof Error
      ? error.name.replace(/^.*[.#]/, "").slice(0, 60) || "Error"
      : "Error";
