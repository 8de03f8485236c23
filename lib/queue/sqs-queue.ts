import "server-only";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { QueueStanding } from "./port";

export type SqsSettings = {
  /** MESSAGING_SQS_QUEUE_NAME */
  name: string;
  /** AWS_REGION */
  region: string;
  /** SQS_ENDPOINT, where it isn't Amazon's own. */
  endpoint?: string | undefined;
  /** Only for stand-ins; otherwise the SDK finds them itself. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
};

/** After so many looks that ended with nothing a notice goes to the dead letter queue. */
const MOST_RECEIVES = 5;
/** Four days: longer than any batch may wait to be sent. */
const KEPT_SECONDS = 4 * 86_400;
const CALL_MS = 5_000;
const MARGIN_MS = 25_000;
const deadName = (name: string) => `${name}-dead`;

/**
 * Opens the queue by its name, makes it where it isn't there, and sees to it that what can't be handled goes to a dead
 * letter queue beside it. The SDK is loaded when first asked for: 37 MB that an installation on its database never needs.
 */
export async function openSqsQueue(settings: SqsSettings): Promise<{ client: SQSClient; url: string }> {
  const { SQSClient: Client } = await import("@aws-sdk/client-sqs");
  const client = new Client({
    region: settings.region,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: CALL_MS, requestTimeout: MARGIN_MS },
    ...(settings.endpoint && { endpoint: settings.endpoint }),
    ...(settings.credentials && { credentials: settings.credentials }),
  });
  const url = await urlOf(client, settings.name);
  // An installation that may only send and receive goes on without.
  await ensureDeadLetters(client, settings.name, url).catch((error: unknown) =>
    console.error(`queue: no dead letter queue, ${error instanceof Error ? error.name : error}`),
  );
  return { client, url };
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string> {
  const { CreateQueueCommand, GetQueueUrlCommand, QueueDoesNotExist } = await import("@aws-sdk/client-sqs");
  try {
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
    if (QueueUrl) return QueueUrl;
  } catch (error) {
    if (!(error instanceof QueueDoesNotExist)) throw error;
  }
  const Attributes = { MessageRetentionPeriod: String(KEPT_SECONDS) };
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  if (!QueueUrl) throw new Error("QueueUrlMissing");
  return QueueUrl;
}

async function ensureDeadLetters(client: SQSClient, name: string, QueueUrl: string): Promise<void> {
  const { GetQueueAttributesCommand, SetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["RedrivePolicy"] }),
  );
  if (Attributes?.RedrivePolicy) return;
  const dead = await urlOf(client, deadName(name));
  const found = await client.send(new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }));
  const deadLetterTargetArn = found.Attributes?.QueueArn;
  if (!deadLetterTargetArn) throw new Error("QueueArnMissing");
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: MOST_RECEIVES });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
}

/** What the service counts of a queue, and of its dead letter queue where it may be asked about that. */
export async function standingOf(client: SQSClient, url: string, name: string): Promise<QueueStanding> {
  const { GetQueueUrlCommand } = await import("@aws-sdk/client-sqs");
  const [own, dead] = await Promise.all([
    countsOf(client, url),
    client.send(new GetQueueUrlCommand({ QueueName: deadName(name) })).then(
      ({ QueueUrl }) => (QueueUrl ? countsOf(client, QueueUrl) : null),
      () => null,
    ),
  ]);
  return { ...own, dead: dead && dead.waiting + dead.inHand };
}

async function countsOf(client: SQSClient, QueueUrl: string): Promise<{ waiting: number; inHand: number }> {
  const { GetQueueAttributesCommand } = await import("@aws-sdk/client-sqs");
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    }),
  );
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    inHand: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
