import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { isPublicAddress } from "./public-address";
import { openPublicWebhook } from "./public-webhook";

test.each([
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.9",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::ffff:a9fe:a9fe",
  "::ffff:8.8.8.8",
  "0:0:0:0:0:ffff:10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "2001::1",
  "2001:db8::1",
  "2002:a9fe:a9fe::1",
  "3fff::1",
  "4000::1",
  "2130706433",
  "hooks.example",
  "",
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  "1.1.1.1",
  "8.8.8.8",
  "172.15.0.1",
  "172.32.0.1",
  "100.63.255.255",
  "192.0.1.1",
  "223.255.255.255",
  "2606:4700:4700::1111",
  "2001:4860:4860::8888",
])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test("no address of this machine is public, whatever it looks like", () => {
  const own = Object.values(networkInterfaces()).flatMap((all) => all?.map((one) => one.address) ?? []);
  expect(own.filter(isPublicAddress)).toEqual([]);
});

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen(answer: RequestListener) {
  const seen: { body: string; request: IncomingMessage }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ body, request });
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { seen, url: `http://127.0.0.1:${port}/hook`, port };
}

test("JSON arrives once, and what the other side says is not read", async () => {
  const { seen, url } = await listen((_, response) => response.writeHead(200).end("x".repeat(1_000_000)));
  const answer = await openPublicWebhook(url, { allowLoopback: true }).send({ kind: "no_tick", text: "멈췄어요" });
  expect(answer).toMatchObject({ ok: true, status: 200 });
  expect(seen).toHaveLength(1);
  expect(JSON.parse(seen[0]!.body)).toEqual({ kind: "no_tick", text: "멈췄어요" });
  expect(seen[0]!.request.headers["content-type"]).toContain("application/json");
});

test("a redirect is not followed", async () => {
  const target = await listen((_, response) => response.end());
  const { url } = await listen((_, response) => response.writeHead(307, { location: target.url }).end());
  expect(await openPublicWebhook(url, { allowLoopback: true }).send({})).toMatchObject({ reason: "redirect" });
  expect(target.seen).toEqual([]);
});

test("a refusal and a dead end say so", async () => {
  const { url } = await listen((_, response) => response.writeHead(500).end("secret stack"));
  expect(await openPublicWebhook(url, { allowLoopback: true }).send({})).toEqual({
    ok: false,
    reason: "status",
    detail: "HTTP 500",
  });
  expect(await openPublicWebhook("http://127.0.0.1:1/", { allowLoopback: true }).send({})).toMatchObject({
    reason: "network",
    detail: "ECONNREFUSED",
  });
});

test("silence ends by itself", async () => {
  const { url } = await listen(() => {});
  const startedMs = performance.now();
  const answer = await openPublicWebhook(url, { allowLoopback: true, timeoutMs: 200 }).send({});
  expect(answer).toMatchObject({ reason: "timeout" });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

test("a resolver that never answers ends by itself too", async () => {
  const door = openPublicWebhook("https://hooks.example/", { timeoutMs: 100, resolve: () => new Promise(() => {}) });
  expect(await door.send({})).toMatchObject({ reason: "timeout" });
});

test.each([
  "http://127.0.0.1/",
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://0x7f.1/",
  "https://0177.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:a9fe:a9fe]/latest/meta-data",
  "https://169.254.169.254/latest/meta-data",
  "https://10.0.0.1:8443/",
  "https://hooks.example:8080/",
  "https://user:word@hooks.example/",
  "http://hooks.example/",
  "nothing",
])("nothing is sent to %s", async (address) => {
  const door = openPublicWebhook(address, { resolve: () => Promise.reject(new Error("was looked up")) });
  expect(await door.send({})).toMatchObject({ ok: false, reason: "address" });
});

test.each([[["127.0.0.1"]], [["::1"]], [["::ffff:10.0.0.1"]], [["1.1.1.1", "169.254.169.254"]], [[]]])(
  "a name that leads to %j is refused",
  async (addresses) => {
    const resolve = async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const door = openPublicWebhook("https://hooks.example/", { resolve });
    expect(await door.send({})).toMatchObject({ ok: false, reason: "address" });
  },
);

test("the address that was looked at is the one that is called, though the name changes at once", async () => {
  const { seen, port } = await listen((_, response) => response.end());
  let asked = 0;
  const door = openPublicWebhook(`http://rebinding.example:${port}/`, {
    allowLoopback: true,
    resolve: async () => [{ address: asked++ === 0 ? "127.0.0.1" : "10.0.0.1", family: 4 }],
  });
  expect(await door.send({})).toMatchObject({ ok: true });
  expect([seen.length, asked]).toEqual([1, 1]);
  // Every send looks again: what leads inside by now is refused.
  expect(await door.send({})).toMatchObject({ ok: false, reason: "address" });
});

test("a name nobody knows says dns", async () => {
  const unknown = Object.assign(new Error("no"), { code: "ENOTFOUND", syscall: "getaddrinfo" });
  const door = openPublicWebhook("https://hooks.example/", { resolve: () => Promise.reject(unknown) });
  expect(await door.send({})).toMatchObject({ ok: false, reason: "dns" });
});
