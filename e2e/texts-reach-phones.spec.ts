import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import { accountOf, demo, signIn, tick, watchConsole } from "./demo";

/** What the simulator's phones received with these words. */
async function textsWith(words: string): Promise<{ to: string; text: string; type: string }[]> {
  const { items } = await (await fetch(`${demo.simulatorUrl}/_sim/groups`)).json();
  type Group = { status: string; messages: { to: string; text: string; type: string }[] };
  return (items as Group[])
    .filter((group) => group.status === "COMPLETE" || group.status === "SENDING")
    .flatMap((group) => group.messages)
    .filter((message) => message.text.includes(words));
}

/** Ticks until the page says so: results come a moment after the send. */
async function untilSeen(page: Page, words: string | RegExp) {
  await expect(async () => {
    await tick();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(words, { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
}

test("a branch admin pastes recipients, sees who is left out and what it costs, and each text arrives once", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const complaints = watchConsole(page);
  const words = `오늘 들어온 귤 ${Date.now()}`;
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await page.getByRole("button", { name: "붙여넣기" }).click();
  const sheet = page.getByRole("dialog", { name: "붙여넣기" });
  await sheet
    .getByLabel("이름과 번호")
    .fill(
      "이름\t휴대폰\t품목\n가온\t010-0000-5801\t귤\n나솔\t010-0000-5802\t사과\n가온\t010-0000-5801\t귤\n다별\t010-00\t배",
    );
  await sheet.getByRole("button", { name: "4명 넣기" }).click();
  await page.getByRole("textbox", { name: "글", exact: true }).fill(`#{이름}님, ${words} #{품목}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("2명에게 문자를 보내요");
  await expect(page.getByRole("row", { name: /다별/ })).toContainText("번호");
  await expect(page.getByText("단문 2명 × 18원")).toBeVisible();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "결과 내려받기" }).click();
  const table = await readFile(await (await file).path(), "utf8");
  expect(table).toContain("010-****-5801");
  expect(table).not.toContain("01000005801");
  expect(table).toContain("전화번호가 짧아요");
  await page.getByRole("button", { name: "2명에게 보내기" }).click();
  const dialog = page.getByRole("dialog", { name: "2명에게 보낼까요?" });
  await expect(dialog).toContainText("4명 가운데 2명");
  await dialog.getByRole("button", { name: "2명에게 보내기" }).click();
  await page.waitForURL(/\/messages\/\d+$/);
  await untilSeen(page, "모두에게 도착했어요");
  await expect(page.getByRole("row", { name: /5801/ })).toContainText("도착");
  await expect(page.getByRole("row", { name: /전화번호가 짧아요/ })).toContainText("건너뜀");
  const received = await textsWith(words);
  expect(received.map(({ to, text, type }) => `${type} ${to} ${text}`).sort()).toEqual([
    `SMS 01000005801 가온님, ${words} 귤`,
    `SMS 01000005802 나솔님, ${words} 사과`,
  ]);
  expect(complaints()).toEqual([]);
});

test("a scheduled text can be cancelled before it leaves, and its money comes back", async ({ page }) => {
  await signIn(page, accountOf("branch", "jeongja"), "/messages/new");
  await page.getByRole("button", { name: "붙여넣기" }).click();
  await page.getByRole("dialog").getByLabel("이름과 번호").fill("010-0000-5811");
  await page.getByRole("dialog").getByRole("button", { name: "1명 넣기" }).click();
  await page.getByRole("textbox", { name: "글", exact: true }).fill("내일 문을 열어요");
  await page.getByRole("radio", { name: "예약", exact: true }).check({ force: true });
  await page.getByRole("button", { name: "1명 예약하기" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "1명 예약하기" }).click();
  await page.waitForURL(/\/messages\/\d+$/);
  await page.getByRole("button", { name: "보내기 취소" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "보내기 취소" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("취소했어요");
  await expect(page.getByText("돌려준 돈")).toBeVisible();
  await tick();
  expect(await textsWith("내일 문을 열어요")).toEqual([]);
});
