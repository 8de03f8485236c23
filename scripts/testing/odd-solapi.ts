import http from "node:http";
import type { AddressInfo } from "node:net";

const KINDS = ["reset", "lost", "500", "503", "empty", "html", "hang"] as const;

/**
 * A way to the simulator on which a share of all calls goes wrong: before they get there, or after, when it happened and
 * the answer is lost. The control doors behind it always work.
 * @param rate share of calls, 0–1
 */
export async function startOddSolapi(target: string, rate: () => number, random: () => number) {
  let calls = 0;
  let faults = 0;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 });
  const pass = (request: http.IncomingMessage, body: Buffer) =>
    new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const { hostname, port } = new URL(target);
      const { method, url: path, headers } = request;
      const onward = http.request({ hostname, port, method, path, headers, agent }, async (answer) => {
        const chunks: Buffer[] = [];
        for await (const chunk of answer) chunks.push(chunk as Buffer);
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) });
      });
      onward.once("error", reject);
      onward.end(body);
    });
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const isOdd = !request.url?.startsWith("/_sim/") && random() < rate();
    calls++;
    const kind = isOdd ? KINDS[Math.floor(random() * KINDS.length)] : null;
    if (kind) faults++;
    const isAfter = kind !== null && random() < 0.5;
    const answer = kind === null || isAfter ? await pass(request, body).catch(() => null) : null;
    if (kind === null && answer) {
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    }
    if (kind === "500" || kind === "503") response.writeHead(Number(kind)).end("{}");
    else if (kind === "empty") response.writeHead(200).end();
    else if (kind === "html") response.writeHead(200, { "content-type": "text/html" }).end("<html>잠시만요</html>");
    // Nothing is ever answered; whoever asked has to give up.
    else if (kind !== "hang") request.socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told: () => ({ calls, faults }),
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
