import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Kept = { id: string; body: string; visibleMs: number; receives: number; handle: string; isGone: boolean };
type Kind = { name: string; messages: Kept[]; attributes: Record<string, string> };
type Input = Record<string, unknown>;
class Refused extends Error {}

/** How the next calls misbehave; each is used up by one. */
export type SqsFaults = {
  /** Calls that are refused with this word instead of answered. */
  refuse?: { action: string; code: string; times: number };
  /** Entries of the next batch that are not taken. */
  dropEntries?: number;
  /** Messages that are given out once more although they were deleted. */
  duplicate?: number;
  /** Messages that are taken and never given out. */
  lose?: number;
  /** Newest first. */
  reverse?: boolean;
};

/**
 * A small SQS on loopback that speaks AWS JSON 1.0 to the real client: standard queues, long polling, visibility, redrive.
 * It proves how we use the service, not the service.
 */
export async function startSqsServer() {
  const queues = new Map<string, Kind>();
  const faults: SqsFaults = {};
  const calls: string[] = [];
  const heard: string[] = [];
  let shiftMs = 0;
  const now = () => performance.now() + shiftMs;
  const arnOf = (name: string) => `arn:aws:sqs:ap-northeast-2:000000000000:${name}`;
  const queueAt = (url: unknown): Kind => {
    const queue = queues.get(String(url).split("/").at(-1)!);
    if (!queue) throw new Refused("QueueDoesNotExist");
    return queue;
  };
  const takesOne = (name: "dropEntries" | "duplicate" | "lose") => {
    const left = faults[name] ?? 0;
    if (left > 0) faults[name] = left - 1;
    return left > 0;
  };
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");

  function redrive(queue: Kind, message: Kept): boolean {
    const policy = queue.attributes.RedrivePolicy;
    if (!policy) return false;
    const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, string>;
    if (message.receives < Number(maxReceiveCount)) return false;
    message.isGone = true;
    const dead = [...queues.values()].find(({ name }) => arnOf(name) === deadLetterTargetArn);
    dead?.messages.push({ ...message, isGone: false, visibleMs: 0 });
    return true;
  }
  function give(queue: Kind, most: number, visibleSeconds: number) {
    const ready = queue.messages.filter((message) => !message.isGone && message.visibleMs <= now());
    const rest = ready.filter((message) => !redrive(queue, message));
    if (faults.reverse) rest.reverse();
    return rest.slice(0, most).map((message) => {
      message.receives++;
      message.handle = randomUUID();
      message.visibleMs = now() + (takesOne("duplicate") ? 0 : visibleSeconds * 1000);
      return { MessageId: message.id, ReceiptHandle: message.handle, Body: message.body, MD5OfBody: md5(message.body) };
    });
  }
  const byHandle = (queue: Kind, handle: unknown) => queue.messages.find((message) => message.handle === handle);

  const actions: Record<string, (input: Input, base: string) => unknown> = {
    createQueue: ({ QueueName, Attributes = {} }, base) => {
      const name = String(QueueName);
      if (!queues.has(name)) queues.set(name, { name, messages: [], attributes: Attributes as Record<string, string> });
      return { QueueUrl: `${base}/000000000000/${name}` };
    },
    getQueueUrl: ({ QueueName }, base) => {
      queueAt(QueueName);
      return { QueueUrl: `${base}/000000000000/${QueueName}` };
    },
    getQueueAttributes: ({ QueueUrl }) => {
      const queue = queueAt(QueueUrl);
      const there = queue.messages.filter(({ isGone }) => !isGone);
      const visible = there.filter(({ visibleMs }) => visibleMs <= now()).length;
      const counts = {
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(there.length - visible),
      };
      return { Attributes: { ...queue.attributes, ...counts, QueueArn: arnOf(queue.name) } };
    },
    setQueueAttributes: ({ QueueUrl, Attributes }) => {
      Object.assign(queueAt(QueueUrl).attributes, Attributes);
      return {};
    },
    sendMessageBatch: ({ QueueUrl, Entries }) => {
      const queue = queueAt(QueueUrl);
      const answer = { Successful: [] as unknown[], Failed: [] as unknown[] };
      for (const { Id, MessageBody: body } of Entries as { Id: string; MessageBody: string }[]) {
        if (takesOne("dropEntries")) {
          answer.Failed.push({ Id, Code: "InternalError", SenderFault: false });
          continue;
        }
        const id = randomUUID();
        if (!takesOne("lose")) queue.messages.push({ id, body, visibleMs: 0, receives: 0, handle: "", isGone: false });
        answer.Successful.push({ Id, MessageId: id, MD5OfMessageBody: md5(body) });
      }
      return answer;
    },
    receiveMessage: async ({ QueueUrl, MaxNumberOfMessages = 1, WaitTimeSeconds = 0, VisibilityTimeout = 30 }) => {
      const untilMs = performance.now() + Number(WaitTimeSeconds) * 1000;
      for (;;) {
        const Messages = give(queueAt(QueueUrl), Number(MaxNumberOfMessages), Number(VisibilityTimeout));
        if (Messages.length > 0 || performance.now() >= untilMs) return { Messages };
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    deleteMessage: ({ QueueUrl, ReceiptHandle }) => {
      const message = byHandle(queueAt(QueueUrl), ReceiptHandle);
      if (message) message.isGone = true;
      return {};
    },
    changeMessageVisibility: ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
      const message = byHandle(queueAt(QueueUrl), ReceiptHandle);
      if (!message || message.isGone) throw new Refused("MessageNotInflight");
      message.visibleMs = now() + Number(VisibilityTimeout) * 1000;
      return {};
    },
  };

  const server = createServer(async (request, response) => {
    const action = String(request.headers["x-amz-target"]).split(".").at(-1)!;
    calls.push(action);
    response.setHeader("content-type", "application/x-amz-json-1.0");
    try {
      const text = await read(request);
      heard.push(text);
      const input = JSON.parse(text) as Input;
      const { refuse } = faults;
      if (refuse && refuse.action === action && refuse.times > 0) {
        refuse.times--;
        throw new Refused(refuse.code);
      }
      const answer = await actions[action[0]!.toLowerCase() + action.slice(1)]!(
        input,
        `http://${request.headers.host}`,
      );
      response.end(JSON.stringify(answer));
    } catch (error) {
      response.statusCode = 400;
      const word = error instanceof Refused ? error.message : "InternalError";
      response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${word}`, message: word }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    queues,
    faults,
    calls,
    /** Every request as it came, whole. */
    heard,
    /** Bodies that are still there, given out or not. */
    bodiesIn: (name: string) =>
      (queues.get(name)?.messages ?? []).filter(({ isGone }) => !isGone).map(({ body }) => body),
    put: (name: string, body: string) =>
      queues.get(name)!.messages.push({ id: randomUUID(), body, visibleMs: 0, receives: 0, handle: "", isGone: false }),
    passSeconds: (seconds: number) => {
      shiftMs += seconds * 1000;
    },
    settings: (name = "dochak-messaging-jobs") => ({
      ...{ name, region: "ap-northeast-2", endpoint },
      credentials: { accessKeyId: "TESTONLY", secretAccessKey: "test-only" },
    }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8") || "{}";
}
