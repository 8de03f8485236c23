import { SolapiMessageService } from "solapi";
import { DEMO_API_KEY, DEMO_API_SECRET, DEMO_SENDER } from "@/lib/simulator/account";
import { openCaller } from "@/lib/simulator/caller";
import { startSimulator } from "@/lib/simulator/start-simulator";
import { createSolapi } from "@/lib/transports/solapi";
import { installSolapiDoor } from "@/lib/transports/solapi-door";
import type { Finding } from "./measure";

const LIVE = "https://api.solapi.com";
const account = { apiKey: DEMO_API_KEY, apiSecret: DEMO_API_SECRET };
const text = { to: "01000000001", from: DEMO_SENDER, text: "안녕하세요" };

/** G9: the answer to a send is lost: how often it is posted, by our adapter and by the SDK as it comes. */
export async function benchLostResponse(): Promise<Finding[]> {
  const bare = globalThis.fetch;
  const simulator = await startSimulator({ port: 0, settings: { rateLimit: null } });
  const stage = openCaller(simulator.url);
  const posts = async (door: string): Promise<number> => {
    const { body } = await stage.get("/_sim/requests");
    return (body.counts as Record<string, number>)[door] ?? 0;
  };
  const sent = async (): Promise<number> => {
    const { body } = await stage.get("/_sim/groups");
    return (body.items as { status: string }[]).filter(({ status }) => status !== "PENDING").length;
  };
  const lose = (route: string) => stage.post("/_sim/faults", { route, kind: "reset", when: "after" });
  try {
    const provider = createSolapi({ baseUrl: simulator.url });
    const order = { batchId: "1", installationId: "bench", attempt: 1 };
    const messages = [{ ...text, logId: "1", channel: "sms" as const }];
    const built = await provider.build(account, { ...order, messages });
    if (built.kind !== "built") throw new Error(built.kind);
    await lose("send");
    const fired = await provider.fire(account, built.groupId);
    const ours = { posts: await posts("send"), groups: await sent() };
    await stage.post("/_sim/reset", {});

    await lose("send-many");
    globalThis.fetch = (input, init) => bare(String(input).replace(LIVE, simulator.url), init);
    await new SolapiMessageService(DEMO_API_KEY, DEMO_API_SECRET).send(text).catch(() => null);
    const naive = { posts: await posts("send-many"), groups: await sent() };
    return [
      {
        what: "a send whose answer is lost: POSTs (the SDK by itself)",
        measured: `${ours.posts} (${naive.posts}), groups sent ${ours.groups} (${naive.groups}), told as ${fired.kind}`,
        goal: "1",
        pass: ours.posts === 1 && ours.groups === 1 && fired.kind === "unknown",
      },
    ];
  } finally {
    globalThis.fetch = bare;
    installSolapiDoor({ route: { kind: "closed" } });
    await simulator.close();
  }
}
