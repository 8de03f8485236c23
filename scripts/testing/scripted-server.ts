import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export type Heard = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: unknown;
};
/** What a server does with a request it has read to its end. */
export type Reply =
  | { status?: number; json: unknown }
  | { status?: number; text: string; type?: string }
  | { fault: "reset" | "close" | "hang" | "cut" };

/** An HTTP server on this machine that answers by a script and remembers what it heard. */
export async function scriptedServer(reply: (heard: Heard) => Reply) {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://127.0.0.1");
      const text = Buffer.concat(chunks).toString("utf8");
      const one: Heard = {
        method: request.method ?? "",
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: text === "" ? null : JSON.parse(text),
      };
      heard.push(one);
      const said = reply(one);
      if ("fault" in said) {
        if (said.fault === "reset") request.socket.resetAndDestroy();
        if (said.fault === "close") request.socket.end();
        if (said.fault === "cut") {
          response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
          response.write('{"groupId":"G4', () => request.socket.destroy());
        }
        return;
      }
      const type = "json" in said ? "application/json" : (said.type ?? "text/html");
      response.writeHead(said.status ?? 200, { "content-type": type });
      response.end("json" in said ? JSON.stringify(said.json) : said.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
