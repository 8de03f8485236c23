import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import sharp from "sharp";

type Facts = {
  url: string;
  cronSecret: string;
  sandboxUrl: string;
  simulatorUrl: string;
  users: { mbId: string; password: string; org: string; level: string }[];
};

/** What the demo under test wrote about itself: the shape of `.data/demo.json`. */
export const demo: Facts = JSON.parse(readFileSync(process.env.E2E_DEMO_JSON ?? ".data/demo.json", "utf8"));

/** A demo account of a level, the first one of that level unless named. */
export function accountOf(level: string, mbId?: string) {
  const found = demo.users.find((user) => user.level === level && (mbId === undefined || user.mbId === mbId));
  if (!found) throw new Error(`the demo has no ${level} account`);
  return found;
}

/** Signs in through the form, as a person does. */
export async function signIn(page: Page, account: { mbId: string; password: string }, path = "/") {
  await page.goto(`/sign-in?next=${encodeURIComponent(path)}`);
  await page.getByLabel("아이디").fill(account.mbId);
  await page.getByLabel("비밀번호", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "로그인", exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
}

/** One pass of the dispatcher, the way a cron job asks for it. */
export async function tick() {
  const response = await fetch(`${demo.url}/api/cron/tick`, {
    method: "POST",
    headers: { authorization: `Bearer ${demo.cronSecret}` },
  });
  expect(response.status).toBe(200);
  return response.json();
}

export type Received = {
  seq: number;
  at: string;
  kind: "text" | "images";
  text?: string;
  images?: { sha256: string; bytes: number }[];
};

/** What a room of the sandbox received, in order. */
export async function received(roomId: string): Promise<Received[]> {
  const { items } = await (await fetch(`${demo.sandboxUrl}/_sandbox/rooms/${roomId}/messages`)).json();
  return items;
}

/** A small picture of one colour, told apart by its bytes. */
export const picture = (name: string, colour: string) =>
  sharp({ create: { width: 240, height: 180, channels: 3, background: colour } })
    .png()
    .toBuffer()
    .then((buffer) => ({ name, mimeType: "image/png", buffer }));

/** Collects what a page complains about; call the result at the end of a test. */
export function watchConsole(page: Page): () => string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return () => complaints;
}
